import Logits

/// The sizes of a batch.
struct Shape {
  let samples: Int
  let classes: Int

  var layout: Layout { .rows(of: classes) }
}
