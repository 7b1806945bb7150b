#include "property/judged.h"

#include "api/judging.h"
#include "base/must.h"

void judge_family(struct judged *judged, struct trial *trial)
{
    struct family *family = &trial->family;
    for (uint8_t i = 0; i < family->n; i++) {
        struct checker checker = {.sop = family->sops[i], .arena = family->arena, .findings = &family->findings};
        static const struct legal none;
        checker.legal = &none;
        family->sops[i]->file = i;
        judged[i] = (struct judged){.sop = family->sops[i], .findings = &family->findings, .from = family->findings.n};
        must(judge_sop(&checker, &judged[i].checked) == STATUS_OK);
        judged[i].to = family->findings.n;
    }
}
