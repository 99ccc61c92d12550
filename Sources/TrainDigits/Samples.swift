import Logits

/// Inputs, a row a sample, and the class of each.
package struct Samples<Scalar: LogitScalar> {
  let features: Int
  package private(set) var inputs: [Scalar] = []
  package private(set) var labels: [Int64] = []

  /// None yet.
  init(features: Int) { self.features = features }

  package var count: Int { labels.count }

  mutating func append(_ input: some Sequence<Scalar>, label: Int64) {
    inputs.append(contentsOf: input)
    labels.append(label)
  }

  /// Becomes some of the rows of `all`, in the memory that it has.
  mutating func gather(_ rows: ArraySlice<Int>, of all: Samples) {
    inputs.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    for row in rows {
      let start = row * features
      append(all.inputs[start..<start + features], label: all.labels[row])
    }
  }
}
