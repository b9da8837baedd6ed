// The loops around what is measured in C: the clock is read in here, so no call from C# is in a figure.
#include <pcap/pcap.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct frame {
  const uint8_t *bytes;
  uint32_t length;
  uint32_t wire_length;
};

typedef uint32_t (*program)(const uint8_t *bytes, uint32_t wire_length, uint32_t length);

// Generated: one function for each program, a null pointer behind the last.
extern const program programs[];

// The processor time of this thread: what other programs take in between is not in it.
uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// As much as a call costs that does nothing. Not inlined and, for all the compiler knows, not without effect.
__attribute__((noinline)) static unsigned nothing(const struct bpf_insn *code, const uint8_t *bytes, unsigned wire_length, unsigned length) {
  __asm__ volatile("");
  return 0;
}

// Each returns the nanoseconds of all calls and adds the verdicts to *sum.
static inline uint64_t run(
    unsigned (*filter)(const struct bpf_insn *, const uint8_t *, unsigned, unsigned), const struct bpf_insn *code,
    const struct frame *frames, uint32_t count, uint32_t passes, uint64_t *sum) {
  uint64_t total = 0, start = now();
  for (uint32_t pass = 0; pass < passes; pass++)
    for (uint32_t index = 0; index < count; index++)
      total += filter(code, frames[index].bytes, frames[index].wire_length, frames[index].length);
  *sum += total;
  return now() - start;
}

uint64_t time_libpcap(const struct bpf_insn *code, const struct frame *frames, uint32_t count, uint32_t passes, uint64_t *sum) {
  return run(bpf_filter, code, frames, count, passes, sum);
}

uint64_t time_nothing(const struct bpf_insn *code, const struct frame *frames, uint32_t count, uint32_t passes, uint64_t *sum) {
  unsigned (*volatile filter)(const struct bpf_insn *, const uint8_t *, unsigned, unsigned) = nothing;
  return run(filter, code, frames, count, passes, sum);
}

uint64_t time_native(uint32_t number, const struct frame *frames, uint32_t count, uint32_t passes, uint64_t *sum) {
  program filter = programs[number];
  uint64_t total = 0, start = now();
  for (uint32_t pass = 0; pass < passes; pass++)
    for (uint32_t index = 0; index < count; index++)
      total += filter(frames[index].bytes, frames[index].wire_length, frames[index].length);
  *sum += total;
  return now() - start;
}

// The verdict for each frame, to be compared.
void verdicts_libpcap(const struct bpf_insn *code, const struct frame *frames, uint32_t count, uint32_t *verdicts) {
  for (uint32_t index = 0; index < count; index++)
    verdicts[index] = bpf_filter(code, frames[index].bytes, frames[index].wire_length, frames[index].length);
}

void verdicts_native(uint32_t number, const struct frame *frames, uint32_t count, uint32_t *verdicts) {
  for (uint32_t index = 0; index < count; index++)
    verdicts[index] = programs[number](frames[index].bytes, frames[index].wire_length, frames[index].length);
}
