/// How the logits of a case are stored.
enum StoredKind {
  case float, double, bfloat16
  #if !(os(macOS) && arch(x86_64))
  case float16
  #endif

  /// Most often as scalars.
  init(using generator: inout some RandomNumberGenerator) {
    var all = [Self.float, .float, .double, .double, .bfloat16]
    #if !(os(macOS) && arch(x86_64))
    all.append(.float16)
    #endif
    self = generator.one(of: all)
  }
}
