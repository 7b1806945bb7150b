/* Why a deed comes to nothing: in words, with what is missing, and with who was first. */
#include <string.h>

#include "api/performance.h"

void outcome_turn_down(struct desk *desk, struct outcome *outcome, enum baku_status status, const struct denied *denied)
{
    struct buf words = BUF_INIT;
    denial_message(&words, denied, desk->baku->lang);
    outcome->turned.status = status;
    outcome->turned.kind = denial_kind(denied->denial);
    outcome->turned.message = desk_keep(desk, &words);
}

struct text outcome_moment(struct desk *desk, const struct outcome *outcome, int64_t at)
{
    struct buf words = BUF_INIT;
    moment_say(&words, at - at % MS_A_MINUTE, definition_east(outcome->definition), desk->baku->lang);
    return desk_keep(desk, &words);
}

void performance_turn_down(struct performance *p, enum baku_status status, const struct denied *denied)
{
    struct turned *turned = &p->outcome->turned;
    outcome_turn_down(p->desk, p->outcome, status, denied);
    turned->step = text_of(p->act->step);
    if (p->step != NONE && p->sop->steps[p->step].actor != NONE) {
        turned->actor = p->sop->actors[p->sop->steps[p->step].actor].key;
        turned->actor_title = p->sop->actors[p->sop->steps[p->step].actor].title;
    }
}

static const char *refusal_kind(enum refusal_kind kind)
{
    static const char *const kinds[] = {
        "",
#define REFUSAL(name, id, en) #name,
#include "run/refusals.def"
#undef REFUSAL
    };
    return kinds[kind];
}

/* `NOT_DUE` as programs read it: `not-due`. */
static const char *programs_kind(struct desk *desk, enum refusal_kind kind)
{
    const char *name = refusal_kind(kind);
    char *copy = arena_copy(&desk->arena, name, strlen(name));
    for (char *at = copy; at && *at; at++)
        *at = *at == '_' ? '-' : (char)(*at + ('a' - 'A'));
    return copy ? copy : "";
}

static struct text refusal_words(struct desk *desk, enum refusal_kind kind, struct text step)
{
    struct buf words = BUF_INIT;
    const char *pattern = refusal_template(kind, desk->baku->lang);
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        buf_bytes(&words, pattern, plain);
        pattern += plain;
        if (*pattern) {
            buf_shown(&words, step, 200);
            pattern += strcspn(pattern, "}") + 1;
        }
    }
    return desk_keep(desk, &words);
}

/* Where the step was dealt with already: by whom, and when. */
static enum baku_status look_for_first(struct performance *p)
{
    struct chronicle chronicle;
    const struct store_case *row = &p->outcome->row;
    enum baku_status status = chronicle_of(p->desk, p->outcome->definition, row, &chronicle);
    if (status != BAKU_YES)
        return status;
    const struct told_event *mover = chronicle_mover(&chronicle, text_of(p->act->step));
    if (!mover)
        return BAKU_YES;
    performance_turn_down(
        p, BAKU_CONFLICT,
        &(struct denied){DENIAL_FIRST, mover->by, outcome_moment(p->desk, p->outcome, mover->leaf.occurred)});
    p->outcome->turned.first_by = mover->by;
    p->outcome->turned.first_at = mover->leaf.occurred;
    return BAKU_YES;
}

enum baku_status performance_refused(struct performance *p, const struct refusal *refusal)
{
    struct turned *turned = &p->outcome->turned;
    performance_turn_down(p, BAKU_NO, &(struct denied){0});
    turned->kind = programs_kind(p->desk, refusal->kind);
    turned->message = refusal_words(p->desk, refusal->kind, text_of(p->act->step));
    if (p->act->kind == COMMAND_START && refusal->kind == REFUSAL_MISSING)
        turned->message =
            text_of(p->desk->baku->lang == LANG_ID ? "perkara belum dapat dimulai, ada dokumen yang harus dibawa"
                                                   : "the case cannot start yet, a document must be brought");
    if (refusal->kind == REFUSAL_CHOICE_NEEDED)
        turned->choices = &refusal->sop->steps[refusal->step].call;
    if (refusal->sop && !lacking_add(p->desk, &p->state, refusal, turned))
        return desk_memory(p->desk);
    bool late = refusal->kind == REFUSAL_NOT_DUE || refusal->kind == REFUSAL_NOT_OPEN;
    return late && p->act->step ? look_for_first(p) : BAKU_YES;
}
