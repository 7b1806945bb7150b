#include "property/random_script.h"

#include "base/must.h"
#include "run/script.h"

enum { MOST_TOLD = 24, STEP_DRAWS = 12 };

struct writer {
    struct draws *draws;
    struct arena *arena;
    struct told *answers, *choices, *expires;
    struct text *without, *with;
    struct script script;
};

static struct told some_answers(struct writer *w, struct text path)
{
    uint32_t n = 1 + draws_below(w->draws, 3);
    enum answer *at = ARENA_ARRAY(w->arena, n, enum answer);
    for (uint32_t i = 0; i < n; i++)
        at[i] = draws_below(w->draws, 3) ? ANSWER_TIDAK : ANSWER_YA;
    return (struct told){.step = path, .answers = at, .n = n};
}

/* By the name that the call has, or the whole one. */
static struct told some_choices(struct writer *w, struct text path, const struct call *call)
{
    uint32_t n = 1 + draws_below(w->draws, 2);
    struct text *at = ARENA_ARRAY(w->arena, n, struct text);
    for (uint32_t i = 0; i < n; i++) {
        const struct callee *callee = &call->callees[draws_below(w->draws, call->n)];
        at[i] = draws_once_in(w->draws, 2) ? callee->sop->name : callee->name;
    }
    return (struct told){.step = path, .choices = at, .n = n};
}

static void tell_step(struct writer *w, const struct step *step, struct text path)
{
    struct script *s = &w->script;
    if (step->decides && s->answers.n < MOST_TOLD && draws_once_in(w->draws, 2))
        w->answers[s->answers.n++] = some_answers(w, path);
    if (step->call.n && s->choices.n < MOST_TOLD && draws_once_in(w->draws, 2))
        w->choices[s->choices.n++] = some_choices(w, path, &step->call);
    if (step->expired.step != NONE && s->expires.n < MOST_TOLD && draws_once_in(w->draws, 3))
        w->expires[s->expires.n++] = (struct told){.step = path, .n = 1 + draws_below(w->draws, 2)};
}

static void tell_document(struct writer *w, const struct document *document, struct text path)
{
    struct script *s = &w->script;
    if (document->given != GIVEN_NO && s->without.n < MOST_TOLD && draws_once_in(w->draws, 32))
        w->without[s->without.n++] = path;
    else if (document->given == GIVEN_OPTIONAL && s->with.n < MOST_TOLD && draws_once_in(w->draws, 2))
        w->with[s->with.n++] = path;
}

/* Down one callee of each call, so that names are met once. */
static void tell_sop(struct writer *w, const struct sop *sop, struct text prefix)
{
    for (uint16_t d = 0; d < sop->n_documents; d++)
        tell_document(w, &sop->documents[d], script_path(w->arena, prefix, sop->documents[d].key));
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        const struct call *call = &sop->steps[s].call;
        struct text path = script_path(w->arena, prefix, sop->steps[s].key);
        size_t piece = draws_begin(w->draws);
        tell_step(w, &sop->steps[s], path);
        draws_end(w->draws, piece, STEP_DRAWS);
        if (call->n && draws_below(w->draws, 4))
            tell_sop(w, call->callees[draws_below(w->draws, call->n)].sop, path);
    }
}

/* One name that is not there, or that is of another kind. */
static void tell_wrong(struct writer *w)
{
    static const char *const names[] = {"s99", "s0/s0x", "s0/", ""};
    struct text name = text_of(names[draws_below(w->draws, 4)]);
    if (draws_once_in(w->draws, 2))
        w->without[w->script.without.n++] = name;
    else
        w->answers[w->script.answers.n++] = some_answers(w, name);
}

struct script random_script(struct draws *draws, struct arena *arena, const struct family *family, bool *wrong)
{
    struct writer w = {
        .draws = draws,
        .arena = arena,
        .answers = ARENA_ARRAY(arena, MOST_TOLD + 1, struct told),
        .choices = ARENA_ARRAY(arena, MOST_TOLD + 1, struct told),
        .expires = ARENA_ARRAY(arena, MOST_TOLD + 1, struct told),
        .without = ARENA_ARRAY(arena, MOST_TOLD + 1, struct text),
        .with = ARENA_ARRAY(arena, MOST_TOLD + 1, struct text),
    };
    must(!arena->failed);
    tell_sop(&w, family->main, (struct text){0});
    *wrong = draws_once_in(draws, 32);
    if (*wrong)
        tell_wrong(&w);
    must(!arena->failed);
    w.script.answers.at = w.answers;
    w.script.choices.at = w.choices;
    w.script.expires.at = w.expires;
    w.script.without.at = w.without;
    w.script.with.at = w.with;
    return w.script;
}

/* --- as text --- */

static void say_told(struct buf *to, const struct told *told)
{
    buf_string(to, "  ");
    buf_text(to, told->step);
    buf_string(to, ": ");
    if (!told->answers && !told->choices) {
        buf_number(to, told->n);
        buf_byte(to, '\n');
        return;
    }
    for (uint32_t i = 0; i < told->n; i++) {
        buf_string(to, i ? ", " : "[");
        if (told->answers)
            buf_string(to, told->answers[i] == ANSWER_TIDAK ? "tidak" : "ya");
        else
            buf_text(to, told->choices[i]);
    }
    buf_string(to, "]\n");
}

static void say_tolds(struct buf *to, const char *key, const struct tolds *tolds)
{
    if (tolds->n == 0)
        return;
    buf_string(to, key);
    buf_string(to, ":\n");
    for (size_t i = 0; i < tolds->n; i++)
        say_told(to, &tolds->at[i]);
}

static void say_texts(struct buf *to, const char *key, const struct texts *texts)
{
    if (texts->n == 0)
        return;
    buf_string(to, key);
    for (size_t i = 0; i < texts->n; i++) {
        buf_string(to, i ? ", " : ": [");
        buf_text(to, texts->at[i]);
    }
    buf_string(to, "]\n");
}

void script_text(struct buf *to, const struct script *script, struct text sop)
{
    buf_string(to, "scenario: Contoh acak\nsop: ");
    buf_text(to, sop);
    buf_byte(to, '\n');
    say_tolds(to, "answers", &script->answers);
    say_tolds(to, "choose", &script->choices);
    say_tolds(to, "expire", &script->expires);
    say_texts(to, "without", &script->without);
    say_texts(to, "with", &script->with);
}
