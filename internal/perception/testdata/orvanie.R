# R 4.2.2, survey 4.1-1 or later; run at the root of the repository. FICTION: Orvanie.
suppressMessages(library(survey))
d <- read.csv("demo/studies/orvanie/survey/survey-answers.csv", colClasses="character", na.strings="")
d$weight <- as.numeric(d$weight); d$N1 <- as.numeric(d$eas_in_stratum); d$N2 <- as.numeric(d$households_in_ea)
d$y <- ifelse(d$safe_night %in% c("3","4"),1,ifelse(d$safe_night %in% c("1","2"),0,NA))
d$hh <- paste(d$ea,d$household)
des <- svydesign(~ea+hh, strata=~stratum, weights=~weight, fpc=~N1+N2, data=d)
for (a in c("north","river","hills","coast")) { s <- subset(des, area==a & !is.na(y)); p <- svyciprop(~y, s, method="logit", df=degf(s)); cat(a, sprintf("%.15g %.15g %.15g\n", coef(p), confint(p)[1], confint(p)[2])) }
s <- subset(des, !is.na(y)); b <- svyby(~y, ~area, s, svymean, covmat=TRUE); cc <- svycontrast(b, c(coast=-1,north=1)); cat(sprintf("%.15g %.15g\n", coef(cc), SE(cc)))
