#include "time/report.h"

struct finding *times_report(const struct times *t, enum finding_code code, struct span span, struct text at)
{
    struct finding finding = {.code = code, .file = t->sop->file, .span = span, .sop = t->sop->name, .at = at};
    return findings_add(t->findings, finding);
}

struct text times_kept(const struct times *t, struct buf *words)
{
    struct text kept = {words->failed ? NULL : arena_copy(t->arena, words->at, words->len), words->len};
    if (!kept.at)
        t->arena->failed = true;
    buf_release(words);
    return kept.at ? kept : (struct text){0};
}

bool times_are_out(const struct times *t) { return t->arena->failed || t->findings->arena->failed; }
