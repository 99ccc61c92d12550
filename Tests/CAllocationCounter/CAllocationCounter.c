#define _GNU_SOURCE  // dl_iterate_phdr

#include "CAllocationCounter.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer)

#include <link.h>
#include <string.h>

// An executable's own malloc takes the place of the C library's for all that
// is loaded with it.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long count;

// Where OpenBLAS's code is, once it has been looked for and found. Its products
// of small matrices allocate on processors with AVX512-BF16 (0.3.21).
static _Atomic uintptr_t openblas_start, openblas_end;

static void add(const void *caller) {
  const uintptr_t address = (uintptr_t)caller;
  if (address < openblas_start || address >= openblas_end)
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  add(__builtin_return_address(0));
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  add(__builtin_return_address(0));
  return __libc_calloc(items, size);
}

void *realloc(void *block, size_t size) {
  add(__builtin_return_address(0));
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  add(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  add(__builtin_return_address(0));
  *block = __libc_memalign(alignment, size);
  return *block == NULL ? 12 : 0;  // ENOMEM
}

static int find_openblas(struct dl_phdr_info *library, size_t size, void *unused) {
  (void)size, (void)unused;
  if (!strstr(library->dlpi_name, "libopenblas")) return 0;
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &library->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    const uintptr_t start = library->dlpi_addr + segment->p_vaddr;
    // In this order nothing else is left out in between.
    openblas_start = start;
    openblas_end = start + segment->p_memsz;
  }
  return 1;
}

bool allocation_counter_works(void) { return true; }

long allocation_count(void) {
  // It is loaded when it is first needed, and then for good.
  if (openblas_end == 0) dl_iterate_phdr(find_openblas, NULL);
  return atomic_load(&count);
}

#else

bool allocation_counter_works(void) { return false; }
long allocation_count(void) { return 0; }

#endif
