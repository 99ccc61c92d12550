// swift-tools-version: 6.3
import PackageDescription

// In debug builds too: unoptimised generic code is a thousand times slower and
// allocates, and whoever embeds the library debugs their own code.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"])]

// The same entry points over VectorPasses, compiled once an instruction set.
func vectorPasses(_ name: String, march: String? = nil) -> Target {
  .target(
    name: name,
    dependencies: ["VectorPasses"],
    swiftSettings: optimized
      + (march.map {
        [
          .unsafeFlags(["-Xcc", "-march=\($0)"]),
          .define("FUSED_ARITHMETIC"),
        ]
      } ?? []))
}

// Conditions in a manifest know no processor, so the host decides.
#if arch(x86_64)
let instructionSets = [
  vectorPasses("VectorPassesV3", march: "x86-64-v3"),
  vectorPasses("VectorPassesV4", march: "x86-64-v4"),
]
#else
let instructionSets: [Target] = []
#endif

let package = Package(
  name: "swift-logits",
  platforms: [
    .macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2),
  ],
  products: [
    .library(name: "Logits", targets: ["Logits"]),
    .executable(name: "logits", targets: ["LogitsCommand"]),
    // For C, and what can call C; see `make install`.
    .library(name: "logits-c", type: .dynamic, targets: ["LogitsC"]),
  ],
  traits: [
    .trait(
      name: "OpenBLAS",
      description: "Adds a backend over OpenBLAS (libopenblas-dev)."),
    .default(enabledTraits: ["OpenBLAS"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // Public
    .target(
      name: "Logits",
      dependencies: [
        "CProcessor", "CVectors", "VectorPasses", "VectorPassesPortable",
        .target(name: "COpenBLAS", condition: .when(traits: ["OpenBLAS"])),
      ] + instructionSets.map { .target(name: $0.name) },
      swiftSettings: optimized),
    .executableTarget(
      name: "LogitsCommand",
      dependencies: [
        "ArrayFiles", "Logits",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // An example of embedding the library: `make train`.
    .executableTarget(
      name: "TrainDigits", dependencies: ["ArrayFiles", "Logits"],
      swiftSettings: optimized),
    // The header, and what implements it.
    .target(name: "CLogits"),
    .target(
      name: "LogitsC", dependencies: ["CLogits", "Logits"],
      swiftSettings: optimized),

    // Details
    .systemLibrary(
      name: "COpenBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CProcessor"),
    .target(name: "CVectors"),
    .target(name: "VectorPasses", dependencies: ["CVectors"]),
    vectorPasses("VectorPassesPortable"),
    .target(
      name: "ArrayFiles", dependencies: ["CVectors"],
      swiftSettings: optimized),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["CLogits", "Logits", "LogitsC"],
      path: "Tests/TestSupport", swiftSettings: optimized),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "CProcessState", path: "Tests/CProcessState"),
    .testTarget(
      name: "VectorPassesTests",
      dependencies: ["CProcessor", "TestSupport", "VectorPassesPortable"]
        + instructionSets.map { .target(name: $0.name) },
      exclude: ["minimax.py"],
      swiftSettings: optimized),
    .testTarget(
      name: "LogitsTests",
      dependencies: [
        "CAllocationCounter", "CProcessState", "Logits", "TestSupport",
      ],
      swiftSettings: optimized),
    .testTarget(
      name: "ArrayFilesTests",
      dependencies: ["ArrayFiles", "CProcessState", "TestSupport"]),
    .testTarget(
      name: "LogitsCommandTests",
      dependencies: ["ArrayFiles", "LogitsCommand", "TestSupport"]),
    .testTarget(
      name: "TrainDigitsTests",
      dependencies: ["ArrayFiles", "TestSupport", "TrainDigits"],
      swiftSettings: optimized),
    .testTarget(
      name: "LogitsCTests",
      dependencies: [
        "CAllocationCounter", "CLogits", "CProcessState", "LogitsC",
        "TestSupport",
      ],
      swiftSettings: optimized),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "ArrayFiles", "CLogits", "Logits", "LogitsC", "TestSupport",
      ],
      swiftSettings: optimized),
  ] + instructionSets,
  swiftLanguageModes: [.v6]
)

// Only `make docs` needs the plugin; no client should resolve it.
if Context.environment["LOGITS_DOCS"] != nil {
  package.dependencies.append(
    .package(
      url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")
  )
}
