package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.document.DocumentService.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An answer that the asking thread waits for. */
final class Awaited<T> implements Answer<T> {
  private final CompletableFuture<T> future = new CompletableFuture<>();

  @Override
  public void give(T value) {
    future.complete(value);
  }

  @Override
  public void fail(CollabException reason) {
    future.completeExceptionally(reason);
  }

  /**
   * Waits.
   *
   * @param late the code for no answer in time
   * @param consequence what no answer in time means, for the message
   */
  T await(Duration timeout, ErrorCode late, String consequence) {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CollabException reason) {
        // Anew, for the stack of the caller.
        throw new CollabException(reason.code(), reason.getMessage(), reason);
      }
      throw new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "The answer failed", e);
    } catch (TimeoutException e) {
      throw new CollabException(late, "No answer within " + timeout + consequence, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CollabException(late, "Interrupted before the answer came" + consequence, e);
    }
  }
}
