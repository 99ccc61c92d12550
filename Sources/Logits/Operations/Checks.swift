// What is checked of the buffers of a call, before anything is written.

/// - Throws: `sizeMismatch` unless there is one element per sample.
func checkCount(
  _ count: Int, _ role: LogitsError.Buffer, _ shape: BatchShape
) throws(LogitsError) {
  guard count == shape.samples else {
    throw .sizeMismatch(
      role, expected: shape.samples...shape.samples, actual: count)
  }
}

/// - Throws: `sizeMismatch` unless there is a place for one loss.
func checkSingle(_ loss: SampleNumbers) throws(LogitsError) {
  guard loss.count == 1 else {
    throw .sizeMismatch(.losses, expected: 1...1, actual: loss.count)
  }
}

/// - Throws: `overlap` if the buffers share memory, unless they are one and the
///   same and that is allowed.
package func checkOverlap(
  _ output: UnsafeRawBufferPointer, _ outputRole: LogitsError.Buffer,
  _ input: UnsafeRawBufferPointer, _ inputRole: LogitsError.Buffer,
  inPlace: Bool = false
) throws(LogitsError) {
  // An empty buffer shares nothing, wherever it points to.
  guard let a = output.baseAddress, let b = input.baseAddress,
    !output.isEmpty, !input.isEmpty,
    a < b + input.count, b < a + output.count
  else { return }
  guard inPlace, a == b else { throw .overlap(outputRole, inputRole) }
}

/// - Throws: unless there is one finite weight per sample, or none at all.
func check(
  sampleWeights: SampleNumbers?, _ shape: BatchShape
) throws(LogitsError) {
  guard let sampleWeights else { return }
  try checkCount(sampleWeights.count, .sampleWeights, shape)
  for row in 0..<shape.samples where !sampleWeights[row].isFinite {
    throw .invalidWeight(
      .sampleWeights, index: row, value: sampleWeights[row])
  }
}
