#!/usr/bin/python3
"""Random TCP conversations in which everything goes wrong that the analysis of sequence numbers can tell. Usage: tcp_random.py SEED PACKETS FILE [unique]"""
import random, struct, sys

seed, count, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
reuse_ports = len(sys.argv) < 5
R = random.Random(seed)


def ip(source, destination, payload):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, 6, 0, bytes(source), bytes(destination)) + payload


def tcp(source, destination, sequence, acknowledgement, flags, window, data=b"", options=b""):
    while len(options) % 4: options += b"\0"
    return struct.pack("!HHIIHHHH", source, destination, sequence & 0xffffffff, acknowledgement & 0xffffffff,
                       ((5 + len(options) // 4) << 12) | flags, window, 0, 0) + options + data


pkts=[]; t=1700000000_000000000
A=[10,0,0,1];B=[10,0,0,2]
FIN,SYN,RST,PSH,ACK=1,2,4,8,16
def emit(dirA,seq,ack,flags,win,data=b'',opts=b'',ports=(40000,50000)):
    global t
    t+=R.choice([1000,100000,1000000,2900000,5000000,19000000,25000000,300000000])
    s,d=(A,B) if dirA else (B,A)
    sp,dp=ports if dirA else ports[::-1]
    eth=b'\0\x1b\x21\xaa\xbb\2\0\x1b\x21\xaa\xbb\1\x08\0'
    pkts.append((t,eth+ip(s,d,tcp(sp,dp,seq,ack,flags,win,data,opts))))
def session(port):
    ports=(port,50000)
    base=[R.choice([1000,0xfffffff0,R.getrandbits(32)]),R.choice([5000,0xffffff00,R.getrandbits(32)])]
    nxt=[base[0],base[1]]; win=[R.choice([0,1,100,1000,65535]),R.choice([100,1000,65535])]
    wsa=R.choice([b'',b'\3\3\7\1',b'\3\3\0\1',b'\3\3\x0f\1']); wsb=R.choice([b'',b'\3\3\2\1',b'\3\3\7\1'])
    hs=R.random()
    if hs<0.75:
        emit(True,nxt[0],0,SYN,64240,b'',b'\2\4\5\xb4'+wsa,ports)
        if R.random()<0.15: emit(True,nxt[0],0,SYN,64240,b'',b'\2\4\5\xb4'+wsa,ports)
        nxt[0]+=1
        if R.random()<0.9:
            emit(False,nxt[1],nxt[0],SYN|ACK,65160,b'',b'\2\4\5\xb4'+wsb,ports)
            if R.random()<0.1: emit(False,nxt[1],nxt[0],SYN|ACK,65160,b'',b'\2\4\5\xb4'+wsb,ports)
        nxt[1]+=1
        emit(True,nxt[0],nxt[1],ACK,win[0],b'',b'',ports)
    last=[nxt[0],nxt[1]]
    for i in range(R.randrange(5,40)):
        d=R.randrange(2); o=1-d
        k=R.random(); seq=nxt[d]; ack=nxt[o]; data=b''; fl=ACK; w=win[d]
        if k<0.30:
            data=b'x'*R.choice([1,1,2,10,100,100]); fl|=R.choice([0,PSH])
        elif k<0.40: pass
        elif k<0.47: w=R.choice([0,0,1,100,500,1000,65535]); win[d]=w
        elif k<0.55: # retransmit-ish
            back=R.choice([1,2,10,100,150]); seq=nxt[d]-back; data=b'y'*R.choice([1,back,back,100,10])
        elif k<0.61: # gap
            seq=nxt[d]+R.choice([1,10,100]); data=b'z'*R.choice([0,1,100])
        elif k<0.65: ack=nxt[o]+R.choice([1,10,100,1000])
        elif k<0.75: ack=last[o]   # old ack (dup acks)
        elif k<0.80: seq=nxt[d]-1; data=R.choice([b'',b'k'])
        elif k<0.84: seq=nxt[d]; data=b'p'
        elif k<0.87: data=b'w'*R.choice([win[o],1]) if win[o]<1200 else b'w'
        elif k<0.89: fl=R.choice([RST,RST|ACK]); 
        elif k<0.92: fl=FIN|ACK; data=R.choice([b'',b'fin'])
        elif k<0.94: fl=R.choice([0,PSH,SYN,SYN|ACK,FIN,SYN|FIN]); 
        elif k<0.97:
            for _ in range(R.randrange(2,5)): emit(d==0,seq,last[o],ACK,w,b'',b'',ports)
            continue
        else: w=R.choice([0,w])
        emit(d==0,seq,ack,fl,w,data,b'',ports)
        if R.random()<0.8 or k<0.3:
            e=seq+len(data)+(1 if fl&(SYN|FIN) else 0)
            if ((e-nxt[d])&0xffffffff)<0x80000000: nxt[d]=e
        if R.random()<0.6: last[d]=nxt[d]
ports=[41000+i for i in range(40)]
while len(pkts)<count: session(R.choice(ports) if reuse_ports else R.randrange(20000,49000))
with open(path,'wb') as f:
    f.write(struct.pack('<IHHiIII',0xa1b23c4d,2,4,0,0,65535,1))
    for tt,p in pkts: f.write(struct.pack('<IIII',tt//10**9,tt%10**9,len(p),len(p))+p)
