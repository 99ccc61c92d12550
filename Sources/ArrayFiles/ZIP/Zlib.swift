import CLibrary
import CShims

/// The zlib of this system, which is opened when a file needs it.
struct Zlib: @unchecked Sendable {
  let inflateInit: inflate_init_function
  let inflate: inflate_function
  let inflateEnd: inflate_end_function
  let crc32: crc32_function

  /// `nil` where there is none.
  static let installed = Zlib()

  #if canImport(Darwin)
  private static let names = ["libz.dylib", "/usr/lib/libz.dylib"]
  #else
  private static let names = ["libz.so.1", "libz.so"]
  #endif

  private init?() {
    var library: UnsafeMutableRawPointer?
    for name in Self.names where library == nil {
      library = dlopen(name, RTLD_NOW | RTLD_LOCAL)
    }
    guard let library, let inflateInit = dlsym(library, "inflateInit2_"),
      let inflate = dlsym(library, "inflate"),
      let inflateEnd = dlsym(library, "inflateEnd"),
      let crc32 = dlsym(library, "crc32")
    else { return nil }
    self.inflateInit = unsafeBitCast(
      inflateInit, to: inflate_init_function.self)
    self.inflate = unsafeBitCast(inflate, to: inflate_function.self)
    self.inflateEnd = unsafeBitCast(inflateEnd, to: inflate_end_function.self)
    self.crc32 = unsafeBitCast(crc32, to: crc32_function.self)
  }
}
