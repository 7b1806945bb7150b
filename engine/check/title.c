#include "check/title.h"

static const struct {
    const char *key, *printed;
} fields[TITLE_FIELDS] = {
#define TITLE_FIELD(key, printed) {#key, printed},
#include "model/title_fields.def"
#undef TITLE_FIELD
};

struct finding *title_report(const struct title *t, enum finding_code code, struct span span, struct text at)
{
    struct finding finding = {.code = code, .file = t->file, .span = span, .at = at};
    if (t->sop)
        finding.sop = t->sop->name;
    return findings_add(t->c->findings, finding);
}

bool title_is_own(const struct title *t, enum title_field field)
{
    return t->identity->stated[field].span.end && !t->identity->stated[field].regional;
}

struct text title_kept(const struct title *t, struct buf *buf)
{
    struct text kept = {buf->failed ? NULL : arena_copy(t->c->arena, buf->at, buf->len), buf->len};
    if (!kept.at)
        t->c->arena->failed = true;
    buf_release(buf);
    return kept.at ? kept : (struct text){0};
}

struct text title_key(enum title_field field) { return text_of(fields[field].key); }

struct text title_place(const struct title *t, enum title_field field)
{
    struct buf place = BUF_INIT;
    buf_string(&place, "identity.");
    buf_string(&place, fields[field].key);
    return title_kept(t, &place);
}

struct text title_printed(const struct title *t, enum title_field field)
{
    struct buf printed = BUF_INIT;
    buf_string(&printed, fields[field].printed);
    buf_string(&printed, " (`");
    buf_string(&printed, fields[field].key);
    buf_string(&printed, "`)");
    return title_kept(t, &printed);
}

struct span title_span(const struct title *t, enum title_field field)
{
    return title_is_own(t, field) ? t->identity->stated[field].span : t->lacking;
}
