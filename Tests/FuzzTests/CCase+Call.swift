import CLogits
import TestSupport

extension CCase {
  /// Calls the function with buffers in the memory that starts there.
  func call(_ memory: UnsafeMutableRawPointer) -> CInt {
    guard var options else { return call(memory, nil) }
    // Nothing but what the size says is there; of a strange size, only itself.
    let size = hasKnownSize ? Int(options.size) : 8
    return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) {
      copy in
      func call(_ weights: UnsafePointer<Double>?) -> CInt {
        options.class_weights = weights
        withUnsafeBytes(of: options) {
          copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<size]))
        }
        return self.call(
          memory,
          UnsafeRawPointer(copy.baseAddress)?.assumingMemoryBound(
            to: logits_options.self))
      }
      guard let classWeights else { return call(nil) }
      return classWeights.withUnsafeBufferPointer { call($0.baseAddress) }
    }
  }

  private func call(
    _ memory: UnsafeMutableRawPointer, _ options: UnsafePointer<logits_options>?
  ) -> CInt {
    var arguments = CArguments(samples: samples, classes: classes)
    arguments.features = features
    arguments.accumulates = accumulates
    arguments.options = options
    arguments.buffers = places.mapValues { memory + $0.lowerBound }
    return function.call(element, arguments)
  }
}
