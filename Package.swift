// swift-tools-version: 6.3
import PackageDescription

// In debug builds too: unoptimised generic code is a thousand times slower and
// allocates, and whoever embeds the library debugs their own code. Of the whole
// module, so that generics are specialised across files; SwiftPM's debug builds
// need the number of threads for that.
let optimized: [SwiftSetting] = [
  .unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "1"])
]

// The folder Kernels, compiled for an instruction set of x86-64; elsewhere it is
// compiled as for every processor, and not used.
func kernels(_ name: String, options: String...) -> Target {
  .target(
    name: name, dependencies: ["CShims", "KernelTypes"],
    swiftSettings: optimized + [
      .unsafeFlags(
        options.flatMap { ["-Xcc", "-Xarch_x86_64", "-Xcc", $0] }),
      .define("FUSED_MULTIPLY_ADD"), .define("POWERS_IN_REGISTERS"),
    ])
}

let package = Package(
  name: "swift-logits",
  platforms: [
    .macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2),
  ],
  products: [
    .library(name: "Logits", targets: ["Logits"]),
    // What Foundation knows of it: LocalizedError, Data.
    .library(name: "LogitsFoundation", targets: ["LogitsFoundation"]),
    // Readers of files of arrays.
    .library(name: "ArrayFiles", targets: ["ArrayFiles"]),
    .executable(name: "logits", targets: ["LogitsCommand"]),
    // For C, and what can call C; see `make install`.
    .library(name: "logits-c", type: .dynamic, targets: ["LogitsC"]),
  ],
  traits: [
    // Not on by default: a client then needs nothing that is not in Swift's
    // toolchain. This project's own make targets turn it on where they can.
    .trait(
      name: "OpenBLAS",
      description: "Adds a backend over OpenBLAS (libopenblas-dev).")
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
        "CLibrary", "CShims", "KernelTypes", "Kernels", "KernelsAVX2",
        "KernelsAVX512", "KernelsAVX512BF16",
        .target(name: "COpenBLAS", condition: .when(traits: ["OpenBLAS"])),
      ],
      swiftSettings: optimized),
    .target(
      name: "LogitsFoundation", dependencies: ["Logits"],
      swiftSettings: optimized),
    .target(
      name: "ArrayFiles", dependencies: ["CLibrary", "CShims", "Logits"],
      swiftSettings: optimized),
    .executableTarget(
      name: "LogitsCommand",
      dependencies: [
        "ArrayFiles", "CShims", "Logits",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // An example of embedding the library: `make train`.
    .executableTarget(
      name: "TrainDigits", dependencies: ["Logits"],
      path: "Examples/TrainDigits", swiftSettings: optimized),
    // The header, and what implements it.
    .target(name: "CLogits"),
    .target(
      name: "LogitsC", dependencies: ["CLogits", "Logits"],
      swiftSettings: optimized),

    // Details

    // Without pkg-config, whose flags would link OpenBLAS: loading it starts
    // threads, so it is opened when it is needed.
    .systemLibrary(
      name: "COpenBLAS",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CLibrary"),
    .target(name: "CShims"),
    .target(
      name: "KernelTypes", dependencies: ["CShims"], swiftSettings: optimized),
    .target(
      name: "Kernels", dependencies: ["CShims", "KernelTypes"],
      swiftSettings: optimized),
    kernels("KernelsAVX2", options: "-march=x86-64-v3"),
    kernels("KernelsAVX512", options: "-march=x86-64-v4"),
    // Matrix products alone.
    kernels(
      "KernelsAVX512BF16", options: "-march=x86-64-v4", "-mavx512bf16"),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["CLogits", "Logits", "LogitsC"],
      path: "Tests/TestSupport", swiftSettings: optimized),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "CProcessState", path: "Tests/CProcessState"),
    // KernelsAVX512BF16 for every processor, with its instruction written out.
    .target(
      name: "KernelsBFloat16", dependencies: ["CShims", "KernelTypes"],
      path: "Tests/KernelsBFloat16", swiftSettings: optimized),
    .testTarget(
      name: "KernelsTests",
      dependencies: [
        "CShims", "KernelTypes", "Kernels", "KernelsAVX2", "KernelsAVX512",
        "KernelsAVX512BF16", "KernelsBFloat16", "TestSupport",
      ],
      exclude: ["minimax.py"],
      swiftSettings: optimized),
    .testTarget(
      name: "LogitsTests",
      dependencies: [
        "CAllocationCounter", "CProcessState", "Logits", "LogitsFoundation",
        "TestSupport",
      ],
      swiftSettings: optimized),
    .testTarget(name: "TraitTests", dependencies: ["Logits"]),
    .testTarget(
      name: "ArrayFilesTests",
      dependencies: ["ArrayFiles", "CProcessState", "Logits", "TestSupport"]),
    .testTarget(
      name: "LogitsCommandTests",
      dependencies: ["ArrayFiles", "Logits", "LogitsCommand", "TestSupport"]),
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
        "ArrayFiles", "CLogits", "Logits", "LogitsC", "LogitsCommand",
        "TestSupport",
      ],
      swiftSettings: optimized),
  ],
  swiftLanguageModes: [.v6]
)

// The trait changes a small part of the library: without it `make test` builds
// only the library and the tests of that part.
if Context.environment["LOGITS_TESTS"] == "TraitTests" {
  let kept: Set = [
    "CLibrary", "CShims", "KernelTypes", "Kernels", "KernelsAVX2",
    "KernelsAVX512", "KernelsAVX512BF16", "COpenBLAS", "Logits", "TraitTests",
  ]
  package.targets.removeAll { !kept.contains($0.name) }
  package.products.removeAll { $0.name != "Logits" }
  package.dependencies = []
}

// Only `make docs` needs the plugin; no client should resolve it.
if Context.environment["LOGITS_DOCS"] != nil {
  package.dependencies.append(
    .package(
      url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")
  )
}
