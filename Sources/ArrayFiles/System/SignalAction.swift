import CLibrary

typealias SignalHandler =
  @convention(c) (
    Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
  ) -> Void

// Each C library has its own names for the unions in these structures.
extension sigaction {
  /// The current action of a signal.
  init(of signal: Int32) {
    self.init()
    sigaction(signal, nil, &self)
  }

  var isDefault: Bool {
    #if canImport(Glibc)
    __sigaction_handler.sa_handler == nil
    #elseif canImport(Musl)
    __sa_handler.sa_handler == nil
    #else
    __sigaction_u.__sa_handler == nil
    #endif
  }

  /// Installs a handler that gets the fault's address and runs on the thread's
  /// alternate stack, if it has one; no second signal interrupts it.
  mutating func handle(with handler: @escaping SignalHandler) {
    #if canImport(Glibc)
    __sigaction_handler.sa_sigaction = handler
    #elseif canImport(Musl)
    __sa_handler.sa_sigaction = handler
    #else
    __sigaction_u.__sa_sigaction = handler
    #endif
    sa_flags = SA_SIGINFO | SA_ONSTACK
    sigfillset(&sa_mask)
  }
}

extension siginfo_t {
  /// The fault's address; `nil` if a process or a call sent the signal.
  var faultAddress: UnsafeMutableRawPointer? {
    guard si_code > 0 else { return nil }
    #if canImport(Glibc)
    return _sifields._sigfault.si_addr
    #elseif canImport(Musl)
    return __si_fields.__sigfault.si_addr
    #else
    return si_addr
    #endif
  }
}
