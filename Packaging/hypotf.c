/* The overlay of Swift's runtime refers to hypotf, which has a version of its
 * own since glibc 2.35 and so asks for that. With this one, which nothing calls,
 * the library runs with glibc 2.34. */

#include <math.h>

float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}
