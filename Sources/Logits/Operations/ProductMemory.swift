/// Memory for those who work on products: what each packs, and what it widens.
struct ProductMemory<Scalar: LogitScalar> {
  /// How many it is for.
  let workers: Int
  private let start: UnsafeMutablePointer<Scalar>
  private let packedCount: Int
  private let widenedCount: Int

  init(
    workers: Int, packedCount: Int, widenedCount: Int, _ cut: inout MemoryCut
  ) {
    self.workers = workers
    self.packedCount = packedCount
    self.widenedCount = widenedCount
    start = cut.part(
      workers * (packedCount + widenedCount), of: Scalar.self)
  }

  /// That of one of them, for what kernels pack.
  func packed(_ worker: Int) -> UnsafeMutablePointer<Scalar> {
    start + worker * (packedCount + widenedCount)
  }

  /// That of one of them, for a block of halves.
  func widened(_ worker: Int) -> UnsafeMutablePointer<Scalar> {
    packed(worker) + packedCount
  }
}
