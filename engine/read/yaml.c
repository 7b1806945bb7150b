#include "read/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/map.h"
#include "base/must.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "read/bytes.h"
#include "read/strict.h"

/* A place in the text known both ways; libyaml's marks move it, mostly forward. */
struct cursor {
    size_t characters, byte;
};

/* A list or map that is still open. */
struct open {
    struct node *node, *last;
    struct map keys;  /* key text to its number, once there are more than a few */
    struct node *key; /* the key that waits for its value */
};

struct parse {
    const struct source_file *file;
    size_t base;  /* bytes of a BOM before the text that libyaml sees */
    size_t ascii; /* as many bytes at the start of that text are ASCII */
    struct cursor cursor;
    struct strict strict;
    struct open open[MAX_DEPTH + 1];
    int depth;
    struct node *root;
    bool stop; /* nothing can be read on */
    enum status status;
};

/* --- findings --- */

static struct finding *report(struct parse *p, enum finding_code code, struct span span)
{
    struct finding finding = {.code = code, .file = p->file->number, .span = span};
    struct finding *added = findings_add(p->file->findings, finding);
    if (p->file->findings->arena->failed) {
        p->status = STATUS_MEMORY;
        p->stop = true;
    }
    return added;
}

static void report_limit(struct parse *p, enum limit limit, struct span span)
{
    struct finding *finding = report(p, FINDING_B003, span);
    if (finding) {
        finding->is_limit = true;
        finding->limit = limit;
    }
    p->stop = true;
}

static void report_feature(struct parse *p, enum phrase what, struct text shown, struct span span)
{
    struct finding *finding = report(p, FINDING_B004, span);
    if (finding) {
        finding->want = what;
        finding->value = shown;
    }
}

/* --- marks --- */

static size_t byte_of(struct parse *p, size_t characters)
{
    const char *text = p->file->bytes.at + p->base;
    size_t len = p->file->bytes.len - p->base;
    struct cursor *c = &p->cursor;
    if (characters <= p->ascii)
        return characters + p->base;
    while (c->characters < characters && c->byte < len) {
        size_t ahead = characters - c->characters, rest = len - c->byte;
        size_t ascii = utf8_ascii(text + c->byte, ahead < rest ? ahead : rest);
        c->characters += ascii;
        c->byte += ascii;
        if (c->characters == characters || c->byte == len)
            break;
        do
            c->byte++;
        while (c->byte < len && ((unsigned char)text[c->byte] & 0xC0) == 0x80);
        c->characters++;
    }
    while (c->characters > characters) {
        do
            c->byte--;
        while (((unsigned char)text[c->byte] & 0xC0) == 0x80);
        c->characters--;
    }
    return c->byte + p->base;
}

static struct span span_of(struct parse *p, const yaml_event_t *event)
{
    uint32_t start = (uint32_t)byte_of(p, event->start_mark.index);
    return (struct span){start, (uint32_t)byte_of(p, event->end_mark.index)};
}

/* --- the tree --- */

/* A node with room for `text` bytes behind it. */
static struct node *new_node(struct parse *p, enum node_kind kind, struct span span, size_t text)
{
    struct node *node = arena_alloc(p->file->arena, sizeof *node + text);
    if (!node) {
        p->status = STATUS_MEMORY;
        p->stop = true;
        return NULL;
    }
    node->kind = kind;
    node->span = span;
    return node;
}

static void append(struct open *open, struct node *node)
{
    if (open->last)
        open->last->next = node;
    else
        open->node->first = node;
    open->last = node;
}

enum { FEW_KEYS = 8 };

/* The same key among those before, in a few or by the map. */
static struct node *find_same_key(struct open *open, const struct node *key)
{
    int64_t nth = open->node->count > FEW_KEYS ? map_find(&open->keys, key->text) : -1;
    if (open->node->count > FEW_KEYS && nth < 0)
        return NULL;
    int64_t i = 0;
    for (struct node *other = open->node->first; other; other = other->next->next, i++)
        if (nth >= 0 ? i == nth : text_eq(other->text, key->text) && other->kind == NODE_SCALAR)
            return other;
    return NULL;
}

static bool remember_key(struct parse *p, struct open *open, struct node *key)
{
    uint32_t i = 0;
    if (open->node->count == FEW_KEYS)
        for (struct node *other = open->node->first; other; other = other->next->next, i++)
            if (map_add(&open->keys, p->file->arena, other->text, i) == MAP_MEMORY)
                return false;
    return open->node->count < FEW_KEYS ||
           map_add(&open->keys, p->file->arena, key->text, open->node->count) != MAP_MEMORY;
}

static void check_key(struct parse *p, struct open *open, struct node *key)
{
    if (key->kind != NODE_SCALAR) {
        report_feature(p, PHRASE_COMPLEX_KEY, TEXT("? …"), key->span);
        key->broken = true;
        return;
    }
    if (key->broken)
        return;
    struct node *same = find_same_key(open, key);
    if (same) {
        struct finding *finding = report(p, FINDING_B005, key->span);
        if (finding) {
            finding->name = key->text;
            finding->first = same->span;
        }
        key->broken = true;
    } else if (!remember_key(p, open, key)) {
        p->status = STATUS_MEMORY;
        p->stop = true;
    }
}

/* Hangs a finished or opened node where it belongs. */
static void place(struct parse *p, struct node *node)
{
    if (p->depth == 0) {
        p->root = node;
        return;
    }
    struct open *open = &p->open[p->depth - 1];
    if (open->node->kind == NODE_LIST) {
        append(open, node);
        open->node->count++;
    } else if (!open->key) {
        open->key = node; /* joins the list together with its value: pairs are always whole */
        if (node->kind == NODE_SCALAR)
            check_key(p, open, node);
    } else {
        if (open->key->kind != NODE_SCALAR)
            check_key(p, open, open->key);
        append(open, open->key);
        append(open, node);
        open->node->count++;
        open->key = NULL;
    }
}

static void open_node(struct parse *p, enum node_kind kind, struct span span)
{
    if (p->depth == MAX_DEPTH) {
        report_limit(p, LIMIT_DEPTH, span);
        return;
    }
    struct node *node = new_node(p, kind, span, 0);
    if (!node)
        return;
    place(p, node);
    p->open[p->depth++] = (struct open){.node = node};
}

static void close_node(struct parse *p, struct span span)
{
    must(p->depth > 0);
    struct node *node = p->open[--p->depth].node;
    if (node->span.end < span.end)
        node->span.end = span.end;
}

/* --- events --- */

static void refuse_decoration(struct parse *p, const yaml_char_t *anchor, const yaml_char_t *tag, struct span span)
{
    if (anchor)
        report_feature(p, PHRASE_ANCHOR, TEXT("&"), span);
    if (tag)
        report_feature(p, PHRASE_TAG, TEXT("!"), span);
}

static void read_scalar(struct parse *p, const yaml_event_t *event, struct span span)
{
    struct text value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    yaml_scalar_style_t style = event->data.scalar.style;
    refuse_decoration(p, event->data.scalar.anchor, event->data.scalar.tag, span);
    if (value.len > MAX_TEXT_BYTES) {
        report_limit(p, LIMIT_TEXT_BYTES, span);
        return;
    }
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        bytes_check_value(p->file, value, span);
    struct node *node = new_node(p, NODE_SCALAR, span, value.len + 1);
    if (!node)
        return;
    node->text = (struct text){memcpy(node + 1, value.at, value.len), value.len};
    bool is_key = p->depth && p->open[p->depth - 1].node->kind == NODE_MAP && !p->open[p->depth - 1].key;
    if (is_key && style == YAML_PLAIN_SCALAR_STYLE && text_eq(value, TEXT("<<"))) {
        report_feature(p, PHRASE_MERGE_KEY, TEXT("<<"), span);
        node->broken = true;
    }
    place(p, node);
}

static void read_alias(struct parse *p, struct span span)
{
    report_feature(p, PHRASE_ALIAS, TEXT("*"), span);
    struct node *node = new_node(p, NODE_SCALAR, span, 0);
    if (node) {
        node->broken = true;
        node->text = TEXT("");
        place(p, node);
    }
}

static void read_document_start(struct parse *p, const yaml_event_t *event, struct span span)
{
    if (p->root) {
        report_feature(p, PHRASE_SECOND_DOCUMENT, TEXT("---"), span);
        p->stop = true;
        return;
    }
    bool tags = event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end;
    if (event->data.document_start.version_directive || tags)
        report_feature(p, PHRASE_DIRECTIVE, TEXT("%"), span);
}

static enum strict_type strict_type_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
            return STRICT_PLAIN;
        return event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                       event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE
                   ? STRICT_BLOCK
                   : STRICT_QUOTED;
    case YAML_ALIAS_EVENT:
        return STRICT_PLAIN;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? STRICT_FLOW_LIST : STRICT_BLOCK_LIST;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? STRICT_FLOW_MAP : STRICT_BLOCK_MAP;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return STRICT_CLOSE;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return STRICT_MARKER;
}

/* The places where libyaml is laxer than YAML; false when one was found. */
static bool check_strict(struct parse *p, const yaml_event_t *event, struct span span)
{
    size_t where = 0;
    struct span seen = {span.start - (uint32_t)p->base, span.end - (uint32_t)p->base};
    enum phrase wrong = strict_event(&p->strict, strict_type_of(event), seen, &where);
    if (!wrong)
        return true;
    uint32_t at = (uint32_t)(where + p->base);
    if (wrong == PHRASE_COMPLEX_KEY) {
        report_feature(p, wrong, TEXT("?"), (struct span){at, at + 1});
    } else {
        struct finding *finding = report(p, FINDING_B001, (struct span){at, at});
        if (finding)
            finding->want = wrong;
    }
    p->stop = true;
    return false;
}

static void read_event(struct parse *p, const yaml_event_t *event)
{
    struct span span = span_of(p, event);
    if (!check_strict(p, event, span))
        return;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        read_document_start(p, event, span);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(p, span);
        break;
    case YAML_SCALAR_EVENT:
        read_scalar(p, event, span);
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_decoration(p, event->data.sequence_start.anchor, event->data.sequence_start.tag, span);
        open_node(p, NODE_LIST, span);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_decoration(p, event->data.mapping_start.anchor, event->data.mapping_start.tag, span);
        open_node(p, NODE_MAP, span);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_node(p, span);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

/* --- libyaml's own errors --- */

static void word_problem(struct parse *p, struct finding *finding, const char *problem)
{
    static const struct {
        const char *said, *words[LANG_COUNT];
    } known[] = {
#define PROBLEM(said, id, en) {said, {id, en}},
#include "read/yaml_problems.def"
#undef PROBLEM
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(problem, known[i].said) == 0) {
            finding->wants[LANG_ID] = text_of(known[i].words[LANG_ID]);
            finding->wants[LANG_EN] = text_of(known[i].words[LANG_EN]);
            return;
        }
    struct text said = text_of(problem);
    said.at = arena_copy(p->file->arena, said.at, said.len);
    if (said.at)
        finding->wants[LANG_ID] = finding->wants[LANG_EN] = said;
}

static bool is_rest_blank(struct text text, size_t at)
{
    return text_trim((struct text){text.at + at, text.len - at}).len == 0;
}

/* What is still open when the file ends is shown where it was opened: a quote, or the innermost bracket. */
static bool find_unclosed(struct parse *p, const yaml_parser_t *parser, uint32_t *at)
{
    const struct node *innermost = p->depth ? p->open[p->depth - 1].node : NULL;
    if (parser->context && strstr(parser->context, "quoted"))
        *at = (uint32_t)byte_of(p, parser->context_mark.index);
    else if (innermost && strchr("[{", p->file->bytes.at[innermost->span.start]))
        *at = innermost->span.start;
    else
        return false;
    return true;
}

/* A sign such as `*` that was refused already makes the rest of its line unreadable: one slip is one finding. */
static bool follows_feature(const struct parse *p, uint32_t at)
{
    const struct findings *findings = p->file->findings;
    const struct finding *last = findings->n ? &findings->at[findings->n - 1] : NULL;
    if (!last || last->code != FINDING_B004 || last->file != p->file->number || last->span.start > at)
        return false;
    return text_find((struct text){p->file->bytes.at + last->span.start, at - last->span.start}, '\n') < 0;
}

static void read_problem(struct parse *p, const yaml_parser_t *parser)
{
    p->stop = true;
    if (parser->error == YAML_MEMORY_ERROR) {
        p->status = STATUS_MEMORY;
        return;
    }
    uint32_t at = (uint32_t)byte_of(p, parser->problem_mark.index);
    if (parser->error == YAML_READER_ERROR)
        at = (uint32_t)(p->base + parser->problem_offset);
    if (at > p->file->bytes.len)
        at = (uint32_t)p->file->bytes.len;
    if (parser->context && strcmp(parser->context, "while scanning a simple key") == 0)
        at = (uint32_t)byte_of(p, parser->context_mark.index); /* a missing colon is noticed only behind its key */
    bool unclosed = is_rest_blank(p->file->bytes, at) && find_unclosed(p, parser, &at);
    if (follows_feature(p, at))
        return;
    struct finding *finding = report(p, FINDING_B001, (struct span){at, at});
    if (finding && unclosed)
        finding->want = PHRASE_YAML_UNCLOSED;
    else if (finding && at < p->file->bytes.len && p->file->bytes.at[at] == '\t')
        finding->want = PHRASE_YAML_TAB;
    else if (finding)
        word_problem(p, finding, parser->problem ? parser->problem : "?");
}

static void parse_all(struct parse *p, yaml_parser_t *parser)
{
    const struct text text = p->file->bytes;
    p->strict.text = (struct text){text.at + p->base, text.len - p->base};
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)text.at + p->base, text.len - p->base);
    for (bool done = false; !done && !p->stop;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            read_problem(p, parser);
            return;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        read_event(p, &event);
        yaml_event_delete(&event);
    }
}

enum status yaml_read(const struct source_file *file, struct node **root)
{
    struct parse p = {.file = file};
    struct text text = file->bytes;
    *root = NULL;
    if (text.len > MAX_FILE_BYTES) {
        report_limit(&p, LIMIT_FILE_BYTES, (struct span){MAX_FILE_BYTES, MAX_FILE_BYTES});
        return p.status;
    }
    if (text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0)
        p.base = 3;
    p.stop = !bytes_check(file, p.base);
    p.ascii = utf8_ascii(text.at + p.base, text.len - p.base);
    p.cursor = (struct cursor){p.ascii, p.ascii};
    yaml_parser_t parser;
    if (!p.stop) {
        if (!yaml_parser_initialize(&parser))
            return STATUS_MEMORY;
        parse_all(&p, &parser);
        yaml_parser_delete(&parser);
    }
    if (file->arena->failed || file->findings->arena->failed)
        return STATUS_MEMORY;
    if (!p.stop)
        *root = p.root;
    return p.status;
}
