#include "property/family.h"

#include <stdio.h>

#include "base/must.h"
#include "property/sop_text.h"
#include "read/read.h"

static struct source_file file_of(struct family *family, struct text bytes)
{
    return (struct source_file){.bytes = bytes, .arena = family->arena, .findings = &family->findings};
}

/* Takes the bytes out of `buf`, which is empty then. */
static struct text keep(struct family *family, struct buf *buf)
{
    struct text text = {arena_copy(family->arena, buf->at, buf->len), buf->len};
    bool failed = buf->failed || !text.at;
    buf_release(buf);
    must(!failed);
    return text;
}

static void write_files(struct family *family, const struct draft *draft)
{
    struct buf buf = BUF_INIT;
    sop_text_region(&buf, draft);
    family->region_text = keep(family, &buf);
    for (uint8_t i = 0; i < draft->n_sops; i++) {
        sop_text(&buf, draft, i);
        family->texts[i] = keep(family, &buf);
    }
}

static void read_one(struct family *family, uint8_t i)
{
    char name[16];
    struct source_file file = file_of(family, family->texts[i]);
    snprintf(name, sizeof name, "kantor/sop%d", i);
    struct text kept = {arena_copy(family->arena, name, 11), 11};
    must(read_sop(&file, kept, family->region, &family->sops[i]) == STATUS_OK);
    must(family->findings.n == 0 && family->sops[i]);
    must(plan_compile(family->sops[i], family->arena));
    family->n++;
}

/* `sopN` or `kantor/sopN`. */
static const struct sop *find(const struct family *family, struct text name)
{
    int64_t number = -1;
    must(name.len >= 4 && text_number((struct text){name.at + name.len - 1, 1}, &number) && number < family->n);
    return family->sops[number];
}

static void link_one(struct family *family, uint8_t i)
{
    struct source_file file = file_of(family, family->texts[i]);
    struct sop *sop = family->sops[i];
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            sop->steps[s].call.callees[c].sop = find(family, sop->steps[s].call.callees[c].name);
            sop->steps[s].call.callees[c].exists = true;
        }
    must(read_link(&file, sop, (struct texts){0}) == STATUS_OK);
    must(read_circles(&file, sop) == STATUS_OK);
    must(family->findings.n == 0);
}

void family_read(struct family *family, struct arena *arena, const struct draft *draft)
{
    *family = (struct family){.arena = arena, .findings = {.arena = arena}};
    write_files(family, draft);
    struct source_file file = file_of(family, family->region_text);
    must(read_region(&file, TEXT("kantor"), &family->region) == STATUS_OK);
    must(family->findings.n == 0);
    for (uint8_t i = 0; i < draft->n_sops; i++)
        read_one(family, i);
    for (uint8_t i = 0; i < draft->n_sops; i++)
        link_one(family, i);
    family->main = family->sops[family->n - 1];
}
