#include "check/report.h"

#include <string.h>

struct finding *check_report(struct checker *c, enum finding_code code, struct span span, struct text at)
{
    struct finding finding = {.code = code, .file = c->sop->file, .span = span, .sop = c->sop->name, .at = at};
    return findings_add(c->findings, finding);
}

struct text check_place(struct checker *c, struct text left, struct text right)
{
    size_t len = left.len + 1 + right.len;
    char *at = arena_alloc(c->arena, len);
    if (!at)
        return (struct text){0};
    memcpy(at, left.at, left.len);
    at[left.len] = '.';
    memcpy(at + left.len + 1, right.at, right.len);
    return (struct text){at, len};
}
