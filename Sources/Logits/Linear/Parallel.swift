extension Workers {
  /// Calls `body` once for each task, on up to `workers` threads; it is told
  /// which of them it runs on.
  func forEach(
    _ tasks: Int, workers: Int, _ body: (_ task: Int, _ worker: Int) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) {
        run(blocks: tasks, workers: workers, context: $0) {
          context, task, worker in
          context.assumingMemoryBound(to: ((Int, Int) -> Void).self)
            .pointee(task, worker)
        }
      }
    }
  }
}
