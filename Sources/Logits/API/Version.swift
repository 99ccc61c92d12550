/// The version of this package.
public let logitsVersion = "0.1.0"
