/// Where the gradient of a loss goes, and what it is multiplied by.
struct LossGradient<Scalar: LogitScalar> {
  let rows: Rows<Scalar>
  /// The factor of all samples.
  let scale: Double
  /// A further one for each sample.
  let upstream: SampleNumbers?

  init(_ rows: Rows<Scalar>, _ upstream: Upstream, scale: Double) {
    self.rows = rows
    switch upstream {
    case .loss(let factor):
      self.scale = scale * factor
      self.upstream = nil
    case .losses(let factors):
      self.scale = scale
      self.upstream = factors
    }
  }

  /// The factor of a sample, but for its weight.
  @inline(__always)
  func factor(_ sample: Int) -> Double {
    if let upstream { return scale * upstream[sample] }
    return scale
  }
}
