#include "property/folding.h"

#include "base/must.h"

void folding_open(struct folding *folding, struct trial *trial)
{
    folding->trial = trial;
    must(state_init(&folding->state, &trial->arena, trial->family.main));
    ledger_open(&folding->ledger, &trial->arena, trial->family.main);
}

/* Reads the bytes, which are all that is known of the event, and writes them again. */
static struct event through_bytes(struct trial *trial, const struct event *event)
{
    struct event decoded;
    buf_clear(&trial->bytes);
    event_encode(&trial->bytes, event);
    size_t len = trial->bytes.len;
    must(event_decode(buf_view(&trial->bytes), &trial->scratch, &decoded) == EVENT_OK);
    event_encode(&trial->bytes, &decoded);
    struct text all = buf_view(&trial->bytes);
    must(!trial->bytes.failed && text_eq((struct text){all.at, len}, (struct text){all.at + len, all.len - len}));
    return decoded;
}

void folding_take(struct folding *folding, const struct event *event)
{
    struct event decoded = through_bytes(folding->trial, event);
    ledger_take(&folding->ledger, &decoded);
    must(apply(&folding->state, &decoded) == APPLIED);
    ledger_agrees(&folding->ledger, &folding->state);
    if (folding->trial->tally)
        folding->trial->tally->events[event->kind]++;
}

bool folding_is_endless(const struct family *family)
{
    for (uint8_t i = 0; i < family->n; i++)
        for (uint16_t s = 0; s < family->sops[i]->n_steps; s++) {
            const struct step *step = &family->sops[i]->steps[s];
            const struct target *to = step->decides ? &step->ya : &step->next;
            if (to->stated && to->step <= s)
                return true;
        }
    return false;
}
