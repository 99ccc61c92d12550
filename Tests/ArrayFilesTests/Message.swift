import ArrayFiles

/// The message of the error that a reader throws; `nil` if it throws none.
func message<Value>(_ value: @autoclosure () throws -> Value) -> String? {
  do {
    _ = try value()
    return nil
  } catch {
    return error is FileError || error is HeaderError
      ? "\(error)" : "an error of another type: \(error)"
  }
}
