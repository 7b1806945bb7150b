/* Does a content pass its document's type? What it says where not is what the person can do. */
#include "api/contents.h"

#include <string.h>

#include "base/utf8.h"
#include "model/pattern.h"
#include "proof/secret_key.h"

static struct denied deny(enum denial denial, const struct document *document, struct text other)
{
    return (struct denied){denial, document->key, other};
}

/* Bytes as people say them: `8 MB`, `64 KB`, `1000 byte`; as in a SOP a KB has 1024. */
static struct text size_text(struct desk *desk, int64_t size)
{
    struct buf words = BUF_INIT;
    bool mega = size % (1024 * 1024) == 0, kilo = size % 1024 == 0;
    const char *bytes = desk->baku->lang == LANG_ID ? " byte" : " bytes";
    buf_number(&words, mega ? size / (1024 * 1024) : kilo ? size / 1024 : size);
    buf_string(&words, mega ? " MB" : kilo ? " KB" : bytes);
    return desk_keep(desk, &words);
}

/* `--output ktp`, as it was asked for. */
static struct text option_text(struct desk *desk, const struct brought *brought)
{
    struct buf words = BUF_INIT;
    buf_string(&words, brought->option);
    buf_string(&words, " ");
    buf_string(&words, brought->handed->document);
    return desk_keep(desk, &words);
}

/* Over budget is no yes: the content is refused like one that differs. */
static bool fits(struct desk *desk, struct text pattern, struct text value)
{
    struct pattern_error error;
    struct pattern *compiled = pattern_compile(pattern_known(pattern), &error);
    enum pattern_verdict verdict = compiled                          ? pattern_match(compiled, value)
                                   : error.problem == PATTERN_MEMORY ? PATTERN_OUT_OF_MEMORY
                                                                     : PATTERN_DIFFERS;
    pattern_free(compiled);
    desk->arena.failed = desk->arena.failed || verdict == PATTERN_OUT_OF_MEMORY;
    return verdict == PATTERN_MATCHES;
}

/* The value of `NAME: VALUE` or `NAME=VALUE` on a line of its own. */
static bool find_field(struct text content, struct text name, struct text *value)
{
    struct text rest = content;
    while (rest.len) {
        struct text line = text_trim(text_cut(rest, '\n', &rest)), after;
        char sign = text_find(line, ':') >= 0 ? ':' : '=';
        if (text_eq(text_trim(text_cut(line, sign, &after)), name)) {
            *value = text_trim(after);
            return true;
        }
    }
    return false;
}

static struct denied deny_pattern(struct desk *desk, const struct document *document)
{
    struct text meaning = pattern_meaning(document->pattern, desk->baku->lang);
    return meaning.len ? deny(DENIAL_CONTENT_KNOWN, document, meaning)
                       : deny(DENIAL_CONTENT_PATTERN, document, document->pattern);
}

static struct denied judge_text(struct desk *desk, const struct document *document, struct text bytes)
{
    bool judged = document->pattern.len || document->fields.n;
    size_t most = judged && !document->fields.n ? MAX_SUBJECT_BYTES : MAX_TEXT_BYTES;
    if (bytes.len > most || utf8_valid(bytes.at, bytes.len) != bytes.len)
        return deny(DENIAL_CONTENT_TEXT, document, size_text(desk, (int64_t)most));
    if (document->pattern.len && !fits(desk, document->pattern, bytes))
        return deny_pattern(desk, document);
    for (size_t i = 0; i < document->fields.n; i++) {
        struct text value;
        if (!find_field(bytes, document->fields.at[i].name, &value) ||
            !fits(desk, document->fields.at[i].pattern, value))
            return deny(DENIAL_CONTENT_FIELD, document, document->fields.at[i].name);
    }
    return (struct denied){0};
}

static const struct {
    const char *media, *said;
    struct text start;
} known_media[] = {
    {"application/pdf", "PDF", {"%PDF-", 5}},
    {"image/jpeg", "JPEG", {"\xFF\xD8\xFF", 3}},
    {"image/png", "PNG", {"\x89PNG\r\n\x1A\n", 8}},
    {"application/zip", "ZIP", {"PK\x03\x04", 4}},
};

enum { KNOWN_MEDIA = sizeof known_media / sizeof *known_media };

static bool begins(struct text bytes, struct text start)
{
    return bytes.len >= start.len && memcmp(bytes.at, start.at, start.len) == 0;
}

enum media_verdict { MEDIA_NO, MEDIA_YES, MEDIA_NOT_KNOWN };

/* Its row among those that can be told by their bytes, or KNOWN_MEDIA. */
static size_t find_media(struct text media)
{
    size_t k = 0;
    while (k < KNOWN_MEDIA && !text_eq(text_of(known_media[k].media), media))
        k++;
    return k;
}

/* A medium that nobody here can tell by its bytes is taken as it is. */
static enum media_verdict judge_media(const struct document *document, struct text bytes)
{
    enum media_verdict verdict = document->media.n ? MEDIA_NO : MEDIA_NOT_KNOWN;
    for (size_t i = 0; i < document->media.n; i++) {
        size_t k = find_media(document->media.at[i]);
        if (k == KNOWN_MEDIA)
            verdict = MEDIA_NOT_KNOWN;
        else if (begins(bytes, known_media[k].start))
            return MEDIA_YES;
    }
    return verdict;
}

/* `PDF, JPEG atau PNG`: the content is refused only where all are known. */
static struct text media_list(struct desk *desk, const struct document *document)
{
    struct buf words = BUF_INIT;
    const char *last = desk->baku->lang == LANG_ID ? " atau " : " or ";
    for (size_t i = 0; i < document->media.n; i++) {
        size_t k = find_media(document->media.at[i]);
        buf_string(&words, i == 0 ? "" : i + 1 < document->media.n ? ", " : last);
        buf_string(&words, k < KNOWN_MEDIA ? known_media[k].said : "");
    }
    return desk_keep(desk, &words);
}

static struct denied deny_media(struct desk *desk, const struct brought *brought)
{
    if (brought->handed->file)
        return deny(DENIAL_CONTENT_MEDIA, brought->document, media_list(desk, brought->document));
    struct buf words = BUF_INIT;
    buf_text(&words, option_text(desk, brought));
    buf_string(&words, desk->baku->lang == LANG_ID ? "=@BERKAS (" : "=@FILE (");
    buf_text(&words, media_list(desk, brought->document));
    buf_string(&words, ")");
    return deny(DENIAL_CONTENT_NO_FILE, brought->document, desk_keep(desk, &words));
}

struct denied content_judge(struct desk *desk, const struct brought *brought, struct content *content)
{
    const struct document *document = brought->document;
    int64_t most =
        document->max_size && document->max_size < MAX_CONTENT_BYTES ? document->max_size : MAX_CONTENT_BYTES;
    enum media_verdict media = judge_media(document, brought->bytes);
    content->size = (int64_t)brought->bytes.len;
    if (document->secret)
        return deny(DENIAL_CONTENT_SECRET, document, option_text(desk, brought));
    if (content->size > most)
        return deny(DENIAL_CONTENT_LARGE, document, size_text(desk, most));
    const char *key = secret_key_in(brought->bytes);
    if (key)
        return deny(DENIAL_CONTENT_KEY, document, text_of(key));
    if (document->type == DOCUMENT_TEXT) {
        content->judged = document->pattern.len || document->fields.n;
        return judge_text(desk, document, brought->bytes);
    }
    if (document->type == DOCUMENT_FILE && media == MEDIA_NO)
        return deny_media(desk, brought);
    content->judged = document->type == DOCUMENT_FILE && (media == MEDIA_YES || document->max_size);
    return (struct denied){0};
}
