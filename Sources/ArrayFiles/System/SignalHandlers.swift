/// What a program does about signals that end it while it reads and writes files:
/// no partial file stays, and a file that is truncated while it is mapped makes
/// the process exit with a message.
///
/// A library leaves the signals of a process alone, so a program has to ask for
/// this.
package enum SignalHandlers {
  /// Installs them, once; what the program itself does about signals stays.
  package static func install() {
    PartialFile.handlers
    // It removes partial files, too.
    WatchedMapping.handler
  }
}
