public import Foundation
public import Logits

extension LogitsError: LocalizedError {
  /// The error's message.
  public var errorDescription: String? { message }
}
