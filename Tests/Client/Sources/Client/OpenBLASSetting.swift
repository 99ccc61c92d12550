import Foundation
import Logits

/// OpenBLAS's number of threads, which is a setting of the whole process: only
/// a program of its own can look.
struct OpenBLASSetting {
  private let get: @convention(c) () -> CInt
  private let set: @convention(c) (CInt) -> Void

  /// `nil` in a build without OpenBLAS.
  ///
  /// A program that opens it has what the library has opened.
  init?() {
    guard Backend.available.contains(.openBLAS) else { return nil }
    func opened(_ name: String) -> UnsafeMutableRawPointer? {
      dlopen(name, RTLD_NOW | RTLD_NOLOAD)
    }
    guard
      let library = opened("libopenblas.so.0") ?? opened("libopenblas.dylib"),
      let get = dlsym(library, "openblas_get_num_threads"),
      let set = dlsym(library, "openblas_set_num_threads")
    else { preconditionFailure("OpenBLAS is under another name.") }
    self.get = unsafeBitCast(get, to: (@convention(c) () -> CInt).self)
    self.set = unsafeBitCast(set, to: (@convention(c) (CInt) -> Void).self)
  }

  /// Whether it stays what it is.
  func isKept() -> Bool {
    set(2)
    let before = get()
    productsOfManyCallers()
    let after = get()
    let children = (0..<20).map { _ in inChild() }
    print(
      "threads of OpenBLAS: \(before) before products, \(after) after,",
      "\(children) in children")
    return after == before && children.allSatisfy { $0 == before }
  }

  private static let size = 200
  private static let matrix = [Float](repeating: 0.5, count: size * size)

  /// Products by many callers at once, some of which fail.
  private func productsOfManyCallers() {
    DispatchQueue.concurrentPerform(iterations: 64) { caller in
      Self.product(target: caller % 2 == 0 ? 1 : Self.size)
    }
  }

  private static func product(target: Int) {
    let targets = [Int](repeating: target, count: size)
    var outputs = matrix
    try? linear(matrix, .rows(of: size), weight: matrix, into: &outputs)
    _ = try? CrossEntropy().linearLoss(
      matrix, .rows(of: size), weight: matrix, targets: targets)
  }

  /// In a child process, after products there; another thread of the parent is
  /// in the middle of some.
  private func inChild() -> CInt {
    // Swift has no name for it.
    guard let symbol = dlsym(nil, "fork") else { return -1 }
    let fork = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
    let stop = DispatchSemaphore(value: 0)
    let stopped = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while stop.wait(timeout: .now()) == .timedOut { Self.product(target: 1) }
      stopped.signal()
    }
    usleep(20_000)
    let child = fork()
    if child == 0 {
      alarm(60)
      Self.product(target: 1)
      _exit(get())
    }
    stop.signal()
    stopped.wait()
    var status: CInt = 0
    guard waitpid(child, &status, 0) == child, status & 0x7f == 0 else {
      return -1
    }
    return status >> 8 & 0xff
  }
}
