/* A program of someone else's: only the installed header and library. It is C
 * and C++ alike. */
#include <logits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
  uint8_t predictions[2] = {7, 7};
  const logits_input x = logits_f32(logits, 6);
  const logits_layout layout = logits_rows(3);
  int i;
  expect(logits_softmax(x, layout, NULL, logits_f32_out(probabilities, 6)) ==
             LOGITS_OK,
         "softmax");
  expect(logits_log_softmax(x, layout, NULL, logits_f32_out(logarithms, 6)) ==
             LOGITS_OK,
         "log softmax");
  expect(logits_softmax(logits_f64(doubles, 6), layout, NULL,
                        logits_f64_out(doubles, 6)) == LOGITS_OK,
         "in place");
  for (i = 0; i < 6; i += 1) {
    expect_near(probabilities[i], exact[i], "a probability");
    expect_near(logarithms[i], log(exact[i]), "a log probability");
    expect_near(doubles[i], exact[i], "a probability in place");
  }
  expect(logits_argmax(x, layout, NULL, logits_u8_out(predictions, 2)) ==
             LOGITS_OK,
         "argmax");
  expect(predictions[0] == 2 && predictions[1] == 0, "predictions");
}

/* The same in two planes of three classes, and in half precision. */
static void planes_and_halves(void) {
  const float planes[6] = {1, 1, 2, 1, 3, 1};
  const uint16_t halves[3] = {0x3c00, 0x4000, 0x4200};
  double sums[2];
  float probabilities[3];
  expect(logits_log_sum_exp(logits_f32(planes, 6), logits_planes(3, 2), NULL,
                            logits_f64_out(sums, 2)) == LOGITS_OK,
         "planes");
  expect_near(sums[0], 3.40760596, "the first position");
  expect_near(sums[1], 2.09861229, "the second position");
  expect(logits_softmax(logits_f16(halves, 3), logits_rows(3), NULL,
                        logits_f32_out(probabilities, 3)) == LOGITS_OK,
         "halves");
  expect_near(probabilities[2], 0.66524096, "a probability of halves");
}

static void losses(void) {
  const double equal[6] = {0, 0, 0, 0, 0, 0};
  const int32_t targets[3] = {0, 1, -100};
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  double loss = 0, each[3] = {7, 7, 7}, gradient[6];
  const double exact[6] = {-0.5, 0.5, 0.5, -0.5, 0, 0};
  const float example[9] = {0.1f, 1, 2.1f, 2, 1, 0.1f, 0.1f, 3, 0.1f};
  const int64_t classes[3] = {2, 0, 1};
  const float weights[2] = {1, 3};
  int i;
  expect(logits_cross_entropy(logits_f64(equal, 2), logits_rows(2),
                              logits_i32(targets, 1), NULL,
                              logits_f64_out(&loss, 1), logits_none_out()) == 0,
         "two equal logits");
  expect_near(loss, 0.69314718056, "ln 2");
  expect(logits_cross_entropy(logits_f32(example, 9), logits_rows(3),
                              logits_i64(classes, 3), NULL,
                              logits_f64_out(&loss, 1), logits_none_out()) == 0,
         "the example of the README");
  expect(fabs(loss - 0.3018) < 5e-5, "the loss of the README, 0.3018");

  options.reduction = LOGITS_REDUCTION_NONE;
  options.has_ignore_index = 1;
  options.ignore_index = -100;
  expect(logits_cross_entropy(logits_f64(equal, 6), logits_rows(2),
                              logits_i32(targets, 3), &options,
                              logits_f64_out(each, 3),
                              logits_f64_out(gradient, 6)) == LOGITS_OK,
         "an ignored sample");
  expect_near(each[0], 0.69314718056, "the first loss");
  expect_near(each[1], 0.69314718056, "the second loss");
  expect(each[2] == 0, "the loss of an ignored sample");
  for (i = 0; i < 6; i += 1) expect_near(gradient[i], exact[i], "a gradient");

  /* A struct of zeros is that of the defaults, and a weight of 3 for class 1
   * makes it three quarters of the mean: ln 2 all the same. */
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.class_weights = logits_f32(weights, 2);
  expect(logits_cross_entropy(logits_f64(equal, 4), logits_rows(2),
                              logits_i32(targets, 2), &options,
                              logits_f64_out(&loss, 1), logits_none_out()) == 0,
         "class weights");
  expect_near(loss, 0.69314718056, "a weighted mean");
}

/* Two batches on their own, their vectors added. */
static void summaries(void) {
  const float logits[6] = {3, 1, 0, 2, 1, 1};
  const uint8_t targets[3] = {0, 0, 1};
  logits_summary whole = {NULL, 0, NULL, 0, 0}, part = whole;
  logits_figures figures;
  int64_t *vectors, i;
  const int64_t count = logits_summary_count(&whole);
  expect(count > 0, "the length of a summary");
  vectors = (int64_t *)calloc((size_t)(2 * count), sizeof *vectors);
  whole.vector = vectors;
  part.vector = vectors + count;
  whole.count = part.count = count;
  expect(logits_evaluate(logits_f32(logits, 4), logits_rows(2),
                         logits_u8(targets, 2), NULL, NULL, 0, &whole) == 0,
         "two samples");
  expect(logits_evaluate(logits_f32(logits + 4, 2), logits_rows(2),
                         logits_u8(targets + 2, 1), NULL, NULL, 0, &part) == 0,
         "a sample");
  for (i = 0; i < count; i += 1) whole.vector[i] += part.vector[i];
  expect(logits_summary_normalize(&whole) == LOGITS_OK, "carries");
  memset(&figures, 0, sizeof figures);
  figures.size = sizeof figures;
  expect(logits_summary_figures(&whole, &figures) == LOGITS_OK, "figures");
  expect(figures.samples == 3 && figures.correct == 1, "counts");
  expect_near(figures.loss, (0.126928011 + 2.126928011 + 0.693147181) / 3,
              "the mean loss");
  free(vectors);
}

/* The same loss in memory of the caller's, and what is said of too little. */
static void layer_in_workspace(const float *x, const float *weight,
                               const int16_t *targets, float expected) {
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  float loss = 7;
  const int64_t size = logits_linear_workspace_size(
      logits_f32(x, 4), logits_rows(2), logits_f32(weight, 6), logits_none(),
      &options, logits_none_out(), logits_none_out(), logits_none_out());
  void *workspace = size > 0 ? malloc((size_t)size) : NULL;
  expect(workspace != NULL, "the size of a workspace");
  options.workspace = workspace;
  options.workspace_size = 1;
  expect(logits_linear_cross_entropy(
             logits_f32(x, 4), logits_rows(2), logits_f32(weight, 6),
             logits_none(), logits_i16(targets, 2), &options,
             logits_f32_out(&loss, 1), logits_none_out(), logits_none_out(),
             logits_none_out()) == LOGITS_ERROR_SIZE,
         "a workspace that is too small");
  expect(loss == 7 && logits_error_value() <= (double)size,
         "the bytes that it needs");
  options.workspace_size = size;
  expect(logits_linear_cross_entropy(
             logits_f32(x, 4), logits_rows(2), logits_f32(weight, 6),
             logits_none(), logits_i16(targets, 2), &options,
             logits_f32_out(&loss, 1), logits_none_out(), logits_none_out(),
             logits_none_out()) == LOGITS_OK,
         "a layer in a workspace");
  expect_near(loss, expected, "its loss there");
  free(workspace);
}

static void layers(void) {
  const float x[4] = {1, 2, 3, 4}, weight[6] = {1, 0, 0, 1, 1, 1};
  const int16_t targets[2] = {2, 2};
  float outputs[6], gradient[6];
  float loss;
  expect(logits_linear(logits_f32(x, 4), logits_rows(2), logits_f32(weight, 6),
                       logits_none(), NULL, logits_f32_out(outputs, 6)) == 0,
         "a layer");
  expect(outputs[2] == 3 && outputs[5] == 7, "its outputs");
  expect(logits_linear_cross_entropy(
             logits_f32(x, 4), logits_rows(2), logits_f32(weight, 6),
             logits_none(), logits_i16(targets, 2), NULL,
             logits_f32_out(&loss, 1), logits_none_out(),
             logits_f32_out(gradient, 6), logits_none_out()) == LOGITS_OK,
         "the loss of a layer");
  expect_near(loss, (0.407605964 + 0.065883990) / 2, "its loss");
  layer_in_workspace(x, weight, targets, loss);
}

static void errors(void) {
  const float logits[6] = {0, 0, 0, 0, 0, 0};
  const int64_t targets[2] = {0, 3};
  const logits_input x = logits_f32(logits, 6);
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  float output[6] = {7, 7, 7, 7, 7, 7};
  double loss = 7;
  const logits_output to = logits_f32_out(output, 6);
  const logits_output place = logits_f64_out(&loss, 1);
  int i;
  expect(logits_softmax(logits_f32(NULL, 6), logits_rows(3), NULL, to) ==
             LOGITS_ERROR_POINTER,
         "a null pointer");
  expect(strcmp(logits_error_message(), "logits: a null pointer") == 0,
         "the message of a null pointer");
  expect(logits_softmax(x, logits_rows(-3), NULL, to) == LOGITS_ERROR_LAYOUT,
         "a negative size");
  expect(logits_softmax(x, logits_rows(4), NULL, to) == LOGITS_ERROR_SIZE,
         "a wrong size");
  expect(logits_softmax(logits_f32(output, 3), logits_rows(3), NULL,
                        logits_f32_out(output + 1, 3)) == LOGITS_ERROR_OVERLAP,
         "an overlap");
  expect(logits_cross_entropy(x, logits_rows(3), logits_i64(targets, 2), NULL,
                              place, to) == LOGITS_ERROR_TARGET,
         "a target that is no class");
  expect(strcmp(logits_error_message(),
                "row 1: target 3 is not a class from 0 to 2") == 0,
         "the message of a target");
  expect(logits_error_row() == 1 && logits_error_value() == 3,
         "the row and the value of a target");
  options.temperature = -1;
  expect(logits_cross_entropy(x, logits_rows(3), logits_i64(targets, 2),
                              &options, place, to) == LOGITS_ERROR_OPTION,
         "a negative temperature");
  options.size += 8;
  expect(logits_cross_entropy(x, logits_rows(3), logits_i64(targets, 2),
                              &options, place, to) == LOGITS_ERROR_STRUCT_SIZE,
         "options from the future");
  expect(loss == 7, "a loss after errors");
  for (i = 0; i < 6; i += 1) expect(output[i] == 7, "rows after errors");
}

int main(void) {
  expect(strlen(logits_error_message()) == 0, "a message before any error");
  expect(strcmp(logits_version(), LOGITS_VERSION) == 0, "the versions");
  rows();
  planes_and_halves();
  losses();
  summaries();
  layers();
  errors();
  logits_set_thread_count(1);
  rows();
  if (failures == 0) printf("client.c: logits-c %s\n", logits_version());
  return failures == 0 ? 0 : 1;
}
