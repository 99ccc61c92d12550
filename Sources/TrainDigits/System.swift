#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// All that is asked of the C library.

/// Whether someone looks at stderr.
func stderrIsTerminal() -> Bool { isatty(STDERR_FILENO) != 0 }

func writeToStderr(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

func fail(_ message: String) -> Never {
  writeToStderr("Error: \(message)\n")
  exit(1)
}

/// For what is drawn; all that is learned comes from the library.
func logarithm(_ x: Double) -> Double { log(x) }
