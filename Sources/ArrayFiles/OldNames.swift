// Callers outside this module still use these names.
package typealias NewFile = AtomicFile
package typealias HeaderRefusal = HeaderError
