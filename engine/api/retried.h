/* Deeds with a key: a program that does not know whether its command arrived repeats it, and nothing happens twice. */
#ifndef API_RETRIED_H
#define API_RETRIED_H

#include "api/perform.h"

/* What a deed is, all of it: the same key with another one is a conflict. */
enum baku_status retried_digest(struct desk *desk, const struct act *act, struct digest *digest);

/* Gives the answer of the first time where the deed's key was used; `*known` then. */
enum baku_status retried_recall(struct desk *desk, const struct act *act, const struct digest *command, bool *known);

/* Keeps the answer under the deed's key, but for what people said: that is beside the log, where it can be erased. */
enum baku_status retried_remember(struct desk *desk, const struct act *act, const struct digest *command,
                                  const struct outcome *outcome);

#endif
