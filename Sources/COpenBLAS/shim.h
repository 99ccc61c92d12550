#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#if __has_include(<cblas.h>)
#include <cblas.h>
#elif __has_include(<openblas/cblas.h>)
#include <openblas/cblas.h>
#elif __has_include("/opt/homebrew/opt/openblas/include/cblas.h")
#include "/opt/homebrew/opt/openblas/include/cblas.h"
#elif __has_include("/usr/local/opt/openblas/include/cblas.h")
#include "/usr/local/opt/openblas/include/cblas.h"
#else
#error "cblas.h is missing: install OpenBLAS (libopenblas-dev with apt-get, openblas with brew), or leave out the trait OpenBLAS of swift-logits."
#endif

// The types of the functions that are called. They are looked up in a library that
// is opened when it is needed: to link it would load it at once.
#define OPENBLAS_FUNCTION(name) typedef __typeof__(&name) name##_function;

OPENBLAS_FUNCTION(cblas_sasum)
OPENBLAS_FUNCTION(cblas_dasum)
OPENBLAS_FUNCTION(cblas_sdot)
OPENBLAS_FUNCTION(cblas_ddot)
OPENBLAS_FUNCTION(cblas_sscal)
OPENBLAS_FUNCTION(cblas_dscal)
OPENBLAS_FUNCTION(cblas_saxpy)
OPENBLAS_FUNCTION(cblas_daxpy)
OPENBLAS_FUNCTION(cblas_sgemm)
OPENBLAS_FUNCTION(cblas_dgemm)
OPENBLAS_FUNCTION(openblas_get_num_threads)
OPENBLAS_FUNCTION(openblas_set_num_threads)
OPENBLAS_FUNCTION(openblas_get_config)
OPENBLAS_FUNCTION(openblas_get_corename)
OPENBLAS_FUNCTION(openblas_get_parallel)

#undef OPENBLAS_FUNCTION

#endif
