/// The sizes of a batch, and of a layer in front of it.
package struct Shape: Sendable {
  package let samples: Int
  package var features: Int?
  package let classes: Int
  /// Whether a quarter of the targets, scattered, is ignored.
  package var ignoresQuarter = false

  package var count: Int { samples * classes }

  package var name: String {
    [samples, features, classes].compactMap { $0.map(String.init) }
      .joined(separator: "×") + (ignoresQuarter ? "-25%" : "")
  }

  /// Whether one call is too short for the clock: then 1,000 are timed as one.
  package var isShort: Bool { count <= 10_000 }

  package static let ofRows =
    [
      (65_536, 2), (65_536, 3), (65_536, 10), (65_536, 32), (16_384, 100),
      (4_096, 1_000), (512, 32_000), (128, 128_256), (32, 1_000), (1, 10),
      (1, 100),
    ].map { Shape(samples: $0, classes: $1) } + [
      Shape(samples: 16_384, classes: 100, ignoresQuarter: true)
    ]

  package static let ofLayers = [
    (4_096, 64, 10), (2_048, 256, 1_000), (512, 768, 4_096),
  ].map { Shape(samples: $0, features: $1, classes: $2) }
}
