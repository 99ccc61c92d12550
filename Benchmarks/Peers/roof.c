/* What the memory gives: a bare read and a bare copy, on one thread or two. */

#include <pthread.h>
#include <stddef.h>
#include <string.h>

typedef float vector __attribute__((vector_size(32)));

/* Eight sums, so that no addition waits for the one before. */
static float sum(const float *values, size_t count) {
  vector sums[8] = {{0}};
  size_t i = 0;
  for (; i + 64 <= count; i += 64)
    for (int k = 0; k < 8; k++) {
      vector v;
      memcpy(&v, values + i + 8 * k, sizeof v);
      sums[k] += v;
    }
  float total = 0;
  for (; i < count; i++) total += values[i];
  for (int k = 0; k < 8; k++)
    for (int lane = 0; lane < 8; lane++) total += sums[k][lane];
  return total;
}

struct work {
  float *to; /* null for a read */
  const float *from;
  size_t count;
  float sum;
};

static void perform(struct work *work) {
  if (work->to)
    memcpy(work->to, work->from, work->count * sizeof(float));
  else
    work->sum = sum(work->from, work->count);
}

/* The second thread sleeps between calls: one that spins would take the time
 * of the peers. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct work *given;
static int done;

static void *second(void *unused) {
  (void)unused;
  pthread_mutex_lock(&mutex);
  for (;;) {
    while (!given) pthread_cond_wait(&changed, &mutex);
    struct work *mine = given;
    pthread_mutex_unlock(&mutex);
    perform(mine);
    pthread_mutex_lock(&mutex);
    given = NULL;
    done = 1;
    pthread_cond_broadcast(&changed);
  }
}

static float split(float *to, const float *from, size_t count, int threads) {
  static pthread_t thread;
  static int started;
  size_t half = threads > 1 ? count / 2 / 64 * 64 : 0;
  struct work theirs = {to, from, half, 0};
  struct work mine = {to ? to + half : NULL, from + half, count - half, 0};
  if (half) {
    if (!started) started = !pthread_create(&thread, NULL, second, NULL);
    pthread_mutex_lock(&mutex);
    done = 0;
    given = &theirs;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
  }
  perform(&mine);
  if (half) {
    pthread_mutex_lock(&mutex);
    while (!done) pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
  }
  return mine.sum + theirs.sum;
}

float roof_read(const float *from, size_t count, int threads) {
  return split(NULL, from, count, threads);
}

void roof_copy(float *to, const float *from, size_t count, int threads) {
  split(to, from, count, threads);
}
