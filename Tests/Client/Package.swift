// swift-tools-version: 6.2
import PackageDescription

// A package that depends on a version of swift-logits, as any other would.
// `make client` builds it against the last commit, with and without the trait.
let traits: Set<Package.Dependency.Trait> =
  Context.environment["LOGITS_TRAITS"] == "OpenBLAS"
  ? ["OpenBLAS"] : [.defaults]

let package = Package(
  name: "Client",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(
      url: Context.environment["LOGITS_URL"] ?? "../swift-logits",
      exact: "0.1.0", traits: traits)
  ],
  targets: [
    .executableTarget(
      name: "Client",
      dependencies: [
        .product(name: "Logits", package: "swift-logits"),
        .product(name: "LogitsFoundation", package: "swift-logits"),
        .product(name: "ArrayFiles", package: "swift-logits"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ]
)
