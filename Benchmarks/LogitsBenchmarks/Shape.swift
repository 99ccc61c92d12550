import Logits

/// The sizes of a batch, and of a layer in front of it.
struct Shape {
  let samples: Int
  var features = 1
  let classes: Int

  /// How the logits lie.
  var layout: Layout { .rows(of: classes) }
}
