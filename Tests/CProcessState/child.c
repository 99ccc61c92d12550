#include "CProcessState.h"

#include <errno.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int run_in_child(int (*body)(void *), void *context, unsigned seconds) {
  pid_t child = fork();
  if (child == 0) {
    signal(SIGALRM, SIG_DFL);
    alarm(seconds);
    // Nothing of the parent's is flushed or torn down here.
    _exit(body(context));
  }
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -SIGCHLD;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
