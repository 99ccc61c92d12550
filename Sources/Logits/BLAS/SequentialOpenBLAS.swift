#if OpenBLAS
/// An OpenBLAS built without threads, whose products are not for several threads
/// at once.
///
/// Unless it is built with locks, which it does not tell, two products may get
/// the same buffer, and both are wrong (Debian's libopenblas0-serial 0.3.21).
enum SequentialOpenBLAS {
  /// Calls `body` when no other thread of the library does.
  static func inTurn(_ body: () -> Void) {
    guard OpenBLASLibrary.functions.isSequential else { return body() }
    OpenBLASLock.withLock(body)
  }
}
#endif
