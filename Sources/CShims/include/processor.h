#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stdbool.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

/// The highest x86-64 level (1 to 4) whose instructions this processor has and
/// the operating system keeps the registers of; 0 on other architectures.
static inline int processor_x86_64_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
  if (__builtin_cpu_supports("x86-64-v2")) return 2;
  return 1;
#else
  return 0;
#endif
}

/// Whether this processor multiplies pairs of bfloat16, by AVX512-BF16.
static inline bool processor_has_bfloat16(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

/// How many processors the calling thread may run on, at least 1.
static inline long processor_available_count(void) {
#ifdef __linux__
  // The C library's function needs a macro before the first header.
  unsigned long mask[128];
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  long processors = 0;
  for (long i = 0; i < bytes / (long)sizeof *mask; i++)
    processors += __builtin_popcountl(mask[i]);
  if (processors > 0) return processors;
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? count : 1;
}

/// Tells the processor that this thread is waiting for another one.
static inline void processor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Makes results of arithmetic 0 that would be subnormal, which may take a
/// hundred times as long; takes operands for 0 that are, too, if `operands`.
///
/// Returns how the calling thread's arithmetic was set. Elsewhere than on x86-64
/// nothing changes.
static inline unsigned processor_flush_subnormals(bool operands) {
#if defined(__x86_64__)
  unsigned control = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr((control & ~0x40u) | 0x8000 | (operands ? 0x40 : 0));
  return control;
#else
  (void)operands;
  return 0;
#endif
}

/// Sets it as it was.
static inline void processor_restore_arithmetic(unsigned control) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(control);
#else
  (void)control;
#endif
}

#endif
