#include "run/script.h"

#include <string.h>

#include "base/nearest.h"

struct text script_path(struct arena *arena, struct text prefix, struct text name)
{
    if (prefix.len == 0)
        return name;
    char *path = arena_alloc(arena, prefix.len + 1 + name.len + 1);
    if (!path)
        return (struct text){0};
    memcpy(path, prefix.at, prefix.len);
    path[prefix.len] = '/';
    memcpy(path + prefix.len + 1, name.at, name.len);
    return (struct text){path, prefix.len + 1 + name.len};
}

const struct told *script_find(const struct tolds *tolds, struct text path)
{
    for (size_t i = 0; i < tolds->n; i++)
        if (text_eq(tolds->at[i].step, path))
            return &tolds->at[i];
    return NULL;
}

bool script_below(struct text path, struct text prefix, struct text *name)
{
    size_t skip = prefix.len ? prefix.len + 1 : 0;
    bool below = path.len > skip && text_begins(path, prefix) && (skip == 0 || path.at[prefix.len] == '/');
    *name = below ? (struct text){path.at + skip, path.len - skip} : (struct text){0};
    return below;
}

bool script_names(const struct texts *list, struct text prefix, struct text key)
{
    struct text name;
    for (size_t i = 0; i < list->n; i++)
        if (script_below(list->at[i], prefix, &name) && text_eq(name, key))
            return true;
    return false;
}

/* --- walking all paths of a SOP and of what it calls --- */

/* A way of meeting names: every step's path, or every given document's. The tree of calls can be large where SOPs call
 * each other along many ways; after MOST names the walk gives up, and only "did you mean" loses by it. */
struct walk {
    struct arena *arena;
    struct nearest nearest;
    bool documents; /* documents rather than steps */
    size_t met;
};

enum { MOST = 20000 };

static void walk_sop(struct walk *w, const struct sop *sop, struct text prefix, int depth)
{
    for (uint16_t d = 0; w->documents && d < sop->n_documents && w->met < MOST; d++)
        if (sop->documents[d].given != GIVEN_NO) {
            nearest_try(&w->nearest, script_path(w->arena, prefix, sop->documents[d].key));
            w->met++;
        }
    for (uint16_t s = 0; s < sop->n_steps && w->met < MOST && !w->arena->failed; s++) {
        struct text path = script_path(w->arena, prefix, sop->steps[s].key);
        w->met++;
        if (!w->documents)
            nearest_try(&w->nearest, path);
        for (uint16_t c = 0; c < sop->steps[s].call.n && depth < MAX_CALL_DEPTH && w->met < MOST; c++)
            walk_sop(w, sop->steps[s].call.callees[c].sop, path, depth + 1);
    }
}

static struct text nearest_name(struct play *play, struct text name, bool documents)
{
    struct walk w = {.arena = play->arena, .nearest = nearest_to(name), .documents = documents};
    walk_sop(&w, play->sop, (struct text){0}, 0);
    return w.nearest.best;
}

/* --- resolving --- */

/* The SOPs in which the last part of a path is to be looked up: one, or the callees of the step before. */
struct scope {
    const struct sop *one[MAX_CALLEES];
    uint16_t n;
};

/* Goes down all parts of `path` but the last; the last stays in `*last`. False: a part names no call step. */
static bool descend(const struct sop *root, struct text path, struct scope *scope, struct text *last)
{
    *scope = (struct scope){.one = {root}, .n = 1};
    struct text rest, part = text_cut(path, '/', &rest);
    while (rest.len) {
        struct scope below = {.n = 0};
        for (uint16_t i = 0; i < scope->n; i++) {
            uint16_t step = sop_step(scope->one[i], part);
            const struct call *call = step == NONE ? NULL : &scope->one[i]->steps[step].call;
            for (uint16_t c = 0; call && c < call->n && below.n < MAX_CALLEES; c++)
                below.one[below.n++] = call->callees[c].sop;
        }
        *scope = below;
        part = text_cut(rest, '/', &rest);
    }
    *last = part;
    /* `verifikasi/` names nothing: taken for `verifikasi` here, it would be found nowhere while the case runs. */
    return scope->n > 0 && (path.len == 0 || path.at[path.len - 1] != '/');
}

bool script_knows_step(const struct sop *sop, struct text path)
{
    struct scope scope;
    struct text last;
    bool there = descend(sop, path, &scope, &last), found = false;
    for (uint16_t i = 0; there && i < scope.n; i++)
        found = found || sop_step(scope.one[i], last) != NONE;
    return found;
}

enum told_kind { TOLD_ANSWER, TOLD_CHOICE, TOLD_EXPIRE };

static bool fits(const struct step *step, enum told_kind kind)
{
    switch (kind) {
    case TOLD_ANSWER:
        return step->decides;
    case TOLD_CHOICE:
        return step->call.n > 0;
    case TOLD_EXPIRE:
        return step->expired.step != NONE;
    }
    return false;
}

bool script_chooses(const struct sop *caller, const struct callee *callee, struct text name)
{
    struct text file, region = text_cut(callee->sop->name, '/', &file);
    return text_eq(callee->name, name) || text_eq(callee->sop->name, name) ||
           (text_eq(region, caller->region->key) && text_eq(file, name));
}

/* Is the name that of a SOP which the step of that key calls, in any of the scope? Which of them it will be, the case
 * tells. */
static bool is_called(const struct scope *scope, struct text key, struct text name, struct nearest *nearest)
{
    for (uint16_t i = 0; i < scope->n; i++) {
        const struct sop *sop = scope->one[i];
        uint16_t step = sop_step(sop, key);
        const struct call *call = step == NONE ? NULL : &sop->steps[step].call;
        for (uint16_t c = 0; call && c < call->n; c++) {
            if (script_chooses(sop, &call->callees[c], name))
                return true;
            nearest_try(nearest, call->callees[c].name);
        }
    }
    return false;
}

static void check_choices(struct play *play, const struct told *told, const struct scope *scope, struct text key)
{
    for (uint32_t i = 0; i < told->n && play->error.kind == PLAY_FINE; i++) {
        struct nearest nearest = nearest_to(told->choices[i]);
        if (!is_called(scope, key, told->choices[i], &nearest))
            play->error = (struct play_error){PLAY_UNKNOWN_CHOICE, told->choices[i], nearest.best};
    }
}

static void check_told(struct play *play, const struct told *told, enum told_kind kind)
{
    static const enum play_error_kind wrong[] = {PLAY_NO_DECISION, PLAY_NO_CALL, PLAY_NO_EXPIRED};
    struct scope scope;
    struct text last;
    bool found = false, fitting = false;
    bool there = descend(play->sop, told->step, &scope, &last);
    for (uint16_t i = 0; there && i < scope.n; i++) {
        uint16_t step = sop_step(scope.one[i], last);
        found = found || step != NONE;
        fitting = fitting || (step != NONE && fits(&scope.one[i]->steps[step], kind));
    }
    if (!found)
        play->error = (struct play_error){PLAY_UNKNOWN_STEP, told->step, nearest_name(play, told->step, false)};
    else if (!fitting)
        play->error = (struct play_error){wrong[kind], told->step, {0}};
    else if (kind == TOLD_CHOICE)
        check_choices(play, told, &scope, last);
}

static void check_tolds(struct play *play, const struct tolds *tolds, enum told_kind kind)
{
    for (size_t i = 0; i < tolds->n && play->error.kind == PLAY_FINE; i++)
        check_told(play, &tolds->at[i], kind);
}

static void check_document(struct play *play, struct text name, bool optional)
{
    struct scope scope;
    struct text last;
    enum given best = GIVEN_NO;
    bool there = descend(play->sop, name, &scope, &last);
    for (uint16_t i = 0; there && i < scope.n; i++) {
        uint16_t document = sop_document(scope.one[i], last);
        enum given given = document == NONE ? GIVEN_NO : scope.one[i]->documents[document].given;
        if (given != GIVEN_NO && (best == GIVEN_NO || given == GIVEN_OPTIONAL))
            best = given;
    }
    if (best == GIVEN_NO)
        play->error = (struct play_error){PLAY_NOT_GIVEN, name, nearest_name(play, name, true)};
    else if (optional && best != GIVEN_OPTIONAL)
        play->error = (struct play_error){PLAY_NOT_OPTIONAL, name, {0}};
}

static void check_documents(struct play *play, const struct texts *list, bool optional)
{
    for (size_t i = 0; i < list->n && play->error.kind == PLAY_FINE; i++)
        check_document(play, list->at[i], optional);
}

bool script_check(struct play *play)
{
    check_tolds(play, &play->script->answers, TOLD_ANSWER);
    check_tolds(play, &play->script->choices, TOLD_CHOICE);
    check_tolds(play, &play->script->expires, TOLD_EXPIRE);
    check_documents(play, &play->script->without, false);
    check_documents(play, &play->script->with, true);
    return !play->arena->failed;
}
