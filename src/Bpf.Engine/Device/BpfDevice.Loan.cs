using System.Diagnostics;

namespace Bpf.Engine.Device;

// Lending the hold buffer to a reader in this process, which is read without the copy (FreeBSD's zero-copy buffers, BIOCROTZBUF).
public sealed partial class BpfDevice
{
    private HoldLoan? loan;

    /// <summary>
    /// Lends the hold buffer, or, when that is empty, what the store buffer has; EAGAIN only when both are empty. The order of checks is a
    /// read's [READ-1], and while the loan lasts another read or loan is EIO. Capture goes on into the store buffer, and ioctls work:
    /// <list type="bullet">
    /// <item>a flush counts what is lent as delivered and empties the rest;</item>
    /// <item>a close frees the lent memory only when the loan ends;</item>
    /// <item>an interface that disappears leaves the loan as it is; what is in store comes after it.</item>
    /// </list>
    /// </summary>
    /// <param name="lent">The loan, the caller's to end; null unless OK.</param>
    public Errno LendHold(out HoldLoan? lent)
    {
        using (sync.Enter())
        {
            lent = null;
            var errno = CheckRead(bufferBytes);
            if (errno != Errno.OK) return errno;
            if (buffers!.HeldBytes == 0) return Errno.EAGAIN;
            if (buffers.HoldBytes == 0) buffers.Rotate();
            lent = loan = new HoldLoan(this, buffers.LendHold(), timestampFormat);
            isReaderComing = true;
            return Errno.OK;
        }
    }

    /// <summary>The loan is over [READ-6]: hold is empty, or, when its records were not consumed, as it was before.</summary>
    internal void EndLoan(HoldLoan ended, bool isConsumed)
    {
        using (sync.Enter())
        {
            Debug.Assert(loan == ended);
            // The device has been closed and its other buffer freed: the last one goes with the loan.
            if (buffers is null)
            {
                ended.Buffer.Dispose();
                loan = null;
                return;
            }

            if (isConsumed) CountLoan();
            buffers.EndLoan(isConsumed);
            loan = null;
            if (buffers.HoldBytes == 0) FollowHold();
            else WakeWaiterIfReadable();
        }
    }

    // A flush or a close takes what nobody has yet; what is lent, somebody has.
    private void SettleLoan()
    {
        if (loan is null) return;
        CountLoan();
        buffers!.SettleLoan();
    }

    private void CountLoan()
    {
        if (loan!.IsCounted) return;
        loan.IsCounted = true;
        delivered += loan.RecordCount;
        deliveredBytes += loan.LengthBytes;
    }
}
