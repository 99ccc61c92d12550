#if __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "cblas.h is missing: install OpenBLAS (libopenblas-dev with apt-get, openblas with brew), or leave out the trait OpenBLAS of swift-logits."
#endif
