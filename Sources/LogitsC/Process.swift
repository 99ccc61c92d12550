// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits
import Synchronization

// What logits.h declares of the library itself.

private let processThreads = Atomic(0)

/// The most threads of a call; 0 for as many as there are processors.
var threadCount: Int { processThreads.load(ordering: .relaxed) }

@c @implementation public func logits_set_thread_count(_ threads: Int64) {
  processThreads.store(max(0, Int(threads)), ordering: .relaxed)
}

@c @implementation public func logits_version() -> UnsafePointer<CChar>? {
  version
}

/// The version as C's functions read it, for as long as the process lives.
nonisolated(unsafe) private let version: UnsafePointer<CChar>? = {
  let text = logitsVersion.utf8CString
  let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
  _ = copy.initialize(from: text)
  return UnsafePointer(copy.baseAddress)
}()
