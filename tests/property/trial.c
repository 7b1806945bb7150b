#include "property/trial.h"

#include <stdarg.h>
#include <stdio.h>

#include "property/random_sop.h"

void trial_make(struct trial *trial)
{
    arena_reset(&trial->of_family);
    draws_again(&trial->sop);
    (trial->draw_sops ? trial->draw_sops : random_sops)(&trial->draft, &trial->sop);
    family_read(&trial->family, &trial->of_family, &trial->draft);
}

void trial_run(struct trial *trial, property *holds)
{
    arena_reset(&trial->arena);
    arena_reset(&trial->scratch);
    arena_reset(&trial->deciding);
    draws_again(&trial->run);
    holds(trial);
}

void trial_release(struct trial *trial)
{
    arena_release(&trial->of_family);
    arena_release(&trial->arena);
    arena_release(&trial->scratch);
    arena_release(&trial->deciding);
    draws_release(&trial->sop);
    draws_release(&trial->run);
    buf_release(&trial->bytes);
}

void trial_say(struct trial *trial, const char *format, ...)
{
    char line[240];
    va_list list;
    if (!trial->story)
        return;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    buf_string(trial->story, line);
}

void trial_say_documents(struct trial *trial, const struct sop *sop, struct documents documents)
{
    for (uint16_t i = 0; i < documents.n; i++) {
        const struct text *key = documents.at[i] < sop->n_documents ? &sop->documents[documents.at[i]].key : NULL;
        trial_say(trial, " %.*s", key ? (int)key->len : 1, key ? key->at : "?");
    }
}
