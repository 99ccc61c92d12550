import Foundation
import Logits

/// OpenBLAS's number of threads before and after products by many callers at
/// once, some of which fail; `nil` in a build without it.
///
/// The setting is the whole process's: only a program of its own can look.
func threadsBeforeAndAfterProducts() throws -> (before: CInt, after: CInt)? {
  guard let get = dlsym(nil, "openblas_get_num_threads"),
    let set = dlsym(nil, "openblas_set_num_threads")
  else { return nil }
  let threads = unsafeBitCast(get, to: (@convention(c) () -> CInt).self)
  unsafeBitCast(set, to: (@convention(c) (CInt) -> Void).self)(2)
  let before = threads()
  let shape = LinearShape(samples: 64, features: 64, classes: 64)
  let matrix = [Float](repeating: 0.5, count: 64 * 64)
  DispatchQueue.concurrentPerform(iterations: 64) { caller in
    let targets = [Int](repeating: caller % 2 == 0 ? 1 : 64, count: 64)
    _ = try? linear(matrix, weight: matrix, shape: shape)
    _ = try? CrossEntropy().linearLoss(
      matrix, weight: matrix, targets: targets, shape: shape)
  }
  return (before, threads())
}
