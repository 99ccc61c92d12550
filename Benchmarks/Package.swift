// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that no client of the library resolves what only
// the benchmarks need.
let package = Package(
  name: "LogitsBenchmarks",
  platforms: [.macOS(.v15)],
  traits: [
    .trait(name: "OpenBLAS", description: "Measures that backend as well.")
  ],
  dependencies: [
    .package(
      name: "swift-logits", path: "..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ]),
    .package(
      url: "https://github.com/ordo-one/benchmark", from: "1.38.1",
      traits: []),
  ],
  targets: [
    .executableTarget(
      name: "LogitsBenchmarks",
      dependencies: [
        .product(name: "Logits", package: "swift-logits"),
        .product(name: "Benchmark", package: "benchmark"),
        "Shapes",
      ],
      path: "LogitsBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .target(name: "Shapes", path: "Sources/Shapes"),
    .executableTarget(
      name: "Table", dependencies: ["Shapes"], path: "Sources/Table"),
    .executableTarget(
      name: "Subnormals",
      dependencies: [.product(name: "Logits", package: "swift-logits")],
      path: "Sources/Subnormals"),
  ],
  swiftLanguageModes: [.v6]
)
