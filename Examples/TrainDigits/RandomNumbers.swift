/// Numbers that a seed decides, the same on every machine: a linear congruential
/// generator with Knuth's constants.
package struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    // Low bits repeat soon; the high ones are random.
    return state ^ state >> 32
  }
}
