/* A program of someone else's: only the installed header and library. */
#include <logits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

static void expect(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "client.c: %s; last message: %s\n", what,
          logits_error_message());
  failures += 1;
}

static void expect_near(double found, double exact, const char *what) {
  if (fabs(found - exact) <= 1e-6) return;
  fprintf(stderr, "client.c: %s: %.9g instead of %.9g\n", what, found, exact);
  failures += 1;
}

/* softmax(1, 2, 3) as TensorFlow's manual has it, for (-1, 0, 1). */
static void rows(void) {
  const float logits[6] = {1, 2, 3, 1, 1, 1};
  const double exact[6] = {0.09003057, 0.24472848, 0.66524094,
                           1.0 / 3,    1.0 / 3,    1.0 / 3};
  float probabilities[6], logarithms[6];
  double doubles[6] = {1, 2, 3, 1, 1, 1};
  int64_t predictions[2] = {-1, -1};
  expect(logits_softmax_f32(logits, 2, 3, probabilities) == LOGITS_OK,
         "softmax");
  expect(logits_log_softmax_f32(logits, 2, 3, logarithms) == LOGITS_OK,
         "log softmax");
  expect(logits_softmax_f64(doubles, 2, 3, doubles) == LOGITS_OK, "in place");
  for (int i = 0; i < 6; i += 1) {
    expect_near(probabilities[i], exact[i], "a probability");
    expect_near(logarithms[i], log(exact[i]), "a log probability");
    expect_near(doubles[i], exact[i], "a probability in place");
  }
  expect(logits_argmax_f32(logits, 2, 3, predictions) == LOGITS_OK, "argmax");
  expect(predictions[0] == 2 && predictions[1] == 0, "predictions");
}

static void losses(void) {
  const double equal[6] = {0};
  const int64_t targets[3] = {0, 1, -100};
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  double loss = 0, each[3] = {7, 7, 7}, gradient[6];
  expect(logits_cross_entropy_f64(equal, targets, 1, 2, NULL, &loss) == 0,
         "two equal logits");
  expect_near(loss, 0.69314718056, "ln 2");
  expect(logits_cross_entropy_f64(equal, targets, 2, 3, NULL, &loss) == 0,
         "three equal logits");
  expect_near(loss, 1.09861228867, "ln 3");

  const float example[9] = {0.1f, 1, 2.1f, 2, 1, 0.1f, 0.1f, 3, 0.1f};
  const int64_t classes[3] = {2, 0, 1};
  expect(logits_cross_entropy_f32(example, classes, 3, 3, NULL, &loss) == 0,
         "the example of the README");
  expect(fabs(loss - 0.3018) < 5e-5, "the loss of the README, 0.3018");

  options.reduction = LOGITS_REDUCTION_NONE;
  options.has_ignore_index = 1;
  options.ignore_index = -100;
  expect(logits_cross_entropy_gradient_f64(equal, targets, 3, 2, &options,
                                           gradient, each) == LOGITS_OK,
         "an ignored sample");
  expect_near(each[0], 0.69314718056, "the first loss");
  expect_near(each[1], 0.69314718056, "the second loss");
  expect(each[2] == 0, "the loss of an ignored sample");
  const double exact[6] = {-0.5, 0.5, 0.5, -0.5, 0, 0};
  for (int i = 0; i < 6; i += 1) {
    expect_near(gradient[i], exact[i], "a gradient");
  }

  /* A struct of zeros is that of the defaults, and a weight of 3 for class 1
   * makes it three quarters of the mean: ln 2 all the same. */
  const double weights[2] = {1, 3};
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.class_weights = weights;
  expect(logits_cross_entropy_f64(equal, targets, 2, 2, &options, &loss) == 0,
         "class weights");
  expect_near(loss, 0.69314718056, "a weighted mean");
}

static void errors(void) {
  const float logits[6] = {0};
  const int64_t targets[2] = {0, 3};
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  float output[6] = {7, 7, 7, 7, 7, 7};
  double loss = 7;
  expect(logits_softmax_f32(NULL, 2, 3, output) == LOGITS_ERROR_NULL_POINTER,
         "a null pointer");
  expect(strcmp(logits_error_message(), "logits: a null pointer") == 0,
         "the message of a null pointer");
  expect(logits_softmax_f32(logits, -2, 3, output) == LOGITS_ERROR_SHAPE,
         "a negative size");
  expect(logits_softmax_f32(logits, INT64_MAX, INT64_MAX, output) ==
             LOGITS_ERROR_SHAPE,
         "a size beyond all memory");
  expect(logits_softmax_f32(output, 1, 3, output + 1) == LOGITS_ERROR_OVERLAP,
         "an overlap");
  expect(logits_cross_entropy_f32(logits, targets, 2, 3, NULL, &loss) ==
             LOGITS_ERROR_TARGET,
         "a target that is no class");
  expect(strcmp(logits_error_message(),
                "row 1: target 3 is not a class from 0 to 2") == 0,
         "the message of a target");
  options.temperature = -1;
  expect(logits_cross_entropy_f32(logits, targets, 1, 3, &options, &loss) ==
             LOGITS_ERROR_OPTION,
         "a negative temperature");
  options.size += 8;
  expect(logits_cross_entropy_f32(logits, targets, 1, 3, &options, &loss) ==
             LOGITS_ERROR_OPTIONS_SIZE,
         "options from the future");
  expect(loss == 7, "a loss after errors");
  for (int i = 0; i < 6; i += 1) expect(output[i] == 7, "rows after errors");
}

int main(void) {
  expect(strlen(logits_error_message()) == 0, "a message before any error");
  rows();
  losses();
  errors();
  logits_set_thread_count(1);
  rows();
  if (failures == 0) printf("client.c: logits-c %s\n", logits_version());
  return failures == 0 ? 0 : 1;
}
