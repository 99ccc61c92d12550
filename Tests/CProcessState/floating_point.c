#include "CProcessState.h"

#if defined(__x86_64__)

#include <xmmintrin.h>

// The lowest six bits are what has happened.
uint64_t floating_point_control(void) { return _mm_getcsr() & ~0x3fu; }

void set_floating_point_control(uint64_t control) {
  _mm_setcsr((unsigned)control);
}

#elif defined(__aarch64__)

uint64_t floating_point_control(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}

void set_floating_point_control(uint64_t control) {
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
}

#else

uint64_t floating_point_control(void) { return 0; }
void set_floating_point_control(uint64_t control) { (void)control; }

#endif
